import { basename, extname } from 'node:path';
import { CALIBRATION_KEY, inspectModel } from 'temper';
import type { SourceFlags } from '../commands/audit-flags.ts';
import { type ForeignPredictions, runForeignModel } from '../foreign-models/index.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import type { AuditedLayer, AuditedModel } from './audited-model.ts';

/** A model file, and what it said of the data. */
export interface OpenedModel {
  readonly model: AuditedModel;
  readonly run: ForeignPredictions;
}

/**
 * Opens an ONNX model by running it.
 * @throws UserError without data to run it on.
 */
export async function openModelFile(
  source: string,
  { data, ...flags }: SourceFlags,
  io: Io,
): Promise<OpenedModel> {
  const name = basename(source, extname(source));
  if (data === undefined) {
    throw new UserError(
      `expected --data for '${basename(source)}', got none; name a data set, folder:PATH or an .npz with inputs and labels`,
    );
  }
  const progress = io.progress(`running ${name}`);
  const run = await runForeignModel(source, data, {
    ...flags,
    onProgress: (done, total) => {
      progress.update(done / total, `${done} of ${total} examples`);
    },
    onWarning: (message) => {
      io.warn(message);
    },
  });
  progress.finish();
  const { logits, labels, classNames } = run;
  const calibrated = inspectModel(run.bytes, name).metadata.has(CALIBRATION_KEY);
  const described = calibrated
    ? `${run.described}; calibrated before, which hides how its labels were smoothed`
    : run.described;
  return {
    run,
    model: {
      source,
      name,
      described,
      predictions: { kind: 'logits', scores: logits, labels },
      labels,
      classNames,
      layer: layerOf(run),
    },
  };
}

function layerOf({ head, penultimate, labels }: ForeignPredictions): AuditedLayer | null {
  if (penultimate === null || head.templates === null) return null;
  return {
    head: { templates: head.templates, bias: head.bias ?? undefined },
    activations: { penultimate, labels: labels.subarray(0, penultimate.shape[0]) },
  };
}
