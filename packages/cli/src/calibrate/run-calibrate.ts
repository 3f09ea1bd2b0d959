import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  CONVENTIONS,
  type FloatTensor,
  logProbabilities,
  parseRecalibrator,
  type Predictions,
  recalibrate,
  type Recalibrator,
  splitExamples,
  takeExamples,
} from 'temper';
import type { AuditedModel } from '../audit/audited-model.ts';
import { openModelFile } from '../audit/open-model-file.ts';
import { openSource } from '../audit/open-source.ts';
import type { CalibrateFlags } from '../commands/calibrate-flags.ts';
import type { ForeignPredictions } from '../foreign-models/index.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import type { CalibrateDocument } from './calibrate-document.ts';
import { assertMethodFits, chooseOutput, isModel, writeOutput } from './calibrate-output.ts';
import { summarizeCalibration } from './calibrate-summary.ts';
import { type FittedRecalibrator, fitRecalibrator } from './fit-recalibrator.ts';
import { assertConventionFits, judgeRecalibration } from './judge-recalibration.ts';

/** Runs `temper calibrate`. */
export async function runCalibrate(source: string, flags: CalibrateFlags, io: Io): Promise<void> {
  assertOneWay(flags);
  const { apply, method = 'temperature', data, convention, bootstrap, seed } = flags;
  const output = chooseOutput({ source, out: flags.out, apply, data });
  const saved = apply === undefined ? null : await readRecalibrator(apply);
  // A model may run for minutes: what cannot be written is better known before.
  assertMethodFits(output, saved?.method ?? method);
  const { model, run } = await open(source, flags, io);
  const { all, fitOn, input, raised } = scoresOf(model);
  assertConventionFits(convention, all.logits.shape[1]!);
  const parts = saved === null ? partsOf(all, fitOn, flags) : null;
  const fitted: FittedRecalibrator =
    saved === null
      ? fitRecalibrator(method, parts!.fit)
      : { recalibrator: saved, scaling: null, notes: [] };
  const { recalibrator, scaling } = fitted;
  const judge = parts === null ? all : parts.judge;
  const after = recalibratedLogits(recalibrator, judge.logits);
  const bins = flags.bins ?? CONVENTIONS[convention].defaultBins;
  const judgement = judgeRecalibration(
    judge,
    { logits: after.logits, labels: judge.labels },
    { convention, numBins: bins, bootstrap, seed },
  );
  if (output !== null) {
    await writeOutput(output, {
      recalibrator,
      fittedData: saved === null ? model.described : null,
      run,
      recalibrated: () => recalibrate(recalibrator, all.logits),
      labels: all.labels,
    });
  }
  const temperature = recalibrator.method === 'temperature' ? recalibrator.temperature : null;
  const document: CalibrateDocument = {
    source,
    input,
    method: recalibrator.method,
    applied: apply ?? null,
    inSample: saved === null && flags.inSample,
    fittedOn: recalibrator.fittedOn,
    judgedOn: judge.labels.length,
    convention,
    bins,
    temperature,
    inverseTemperature: temperature === null ? null : 1 / temperature,
    interval: { temperature: scaling?.interval ?? null },
    hitBound: scaling?.hitBound ?? null,
    ...judgement,
    notes: [
      ...raisedNotes('probabilities of the source', raised),
      ...fitted.notes,
      ...raisedNotes('recalibrated probabilities', after.raised),
    ],
    out: output?.path ?? null,
  };
  io.result(document, () => summarizeCalibration(document, model, io));
}

function assertOneWay({ apply, method, inSample }: CalibrateFlags): void {
  if (apply === undefined) return;
  const other = method !== undefined ? '--method' : inSample ? '--in-sample' : undefined;
  if (other === undefined) return;
  throw new UserError(
    `expected ${other} or --apply, got both: a saved recalibrator is fitted already; leave one out`,
  );
}

async function readRecalibrator(path: string): Promise<Recalibrator> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `expected --apply to be a file that temper calibrate wrote, got ${(error as Error).message}`,
    );
  });
  return parseRecalibrator(text);
}

async function open(
  source: string,
  flags: CalibrateFlags,
  io: Io,
): Promise<{ readonly model: AuditedModel; readonly run: ForeignPredictions | null }> {
  if (isModel(source)) return openModelFile(source, flags, io);
  return { model: await openSource(source, flags, io), run: null };
}

/** Logits, and how many of the probabilities that they are the logarithms of were raised from 0. */
interface RaisedLogits {
  readonly logits: FloatTensor;
  readonly raised: number;
}

/** Predictions as logits. */
interface SourceScores {
  readonly all: Predictions;
  /** Of a run its validation split. */
  readonly fitOn: Predictions | null;
  readonly input: CalibrateDocument['input'];
  /** Probabilities that were raised from 0. */
  readonly raised: number;
}

function scoresOf({ source, predictions }: AuditedModel): SourceScores {
  if (predictions.kind === 'confidences') {
    throw new UserError(
      `expected a score for every class to recalibrate, got confidences of the predicted class in '${basename(source)}'; save one column per class`,
    );
  }
  const { kind, scores, labels, fitOn } = predictions;
  const asLogits = (matrix: FloatTensor): RaisedLogits =>
    kind === 'logits' ? { logits: matrix, raised: 0 } : logProbabilities(matrix);
  const { logits, raised } = asLogits(scores);
  return {
    input: kind,
    all: { logits, labels },
    fitOn: fitOn ? { logits: asLogits(fitOn.scores).logits, labels: fitOn.labels } : null,
    raised,
  };
}

/** What is fitted on, and what it is judged by. */
function partsOf(
  all: Predictions,
  fitOn: Predictions | null,
  { inSample, split, seed }: CalibrateFlags,
): { readonly fit: Predictions; readonly judge: Predictions } {
  if (inSample) return { fit: all, judge: all };
  if (fitOn !== null) return { fit: fitOn, judge: all };
  const { fit, judgeRows } = splitExamples(all, { fraction: split, seed });
  return { fit, judge: takeExamples(all, judgeRows) };
}

/** What a recalibrator makes of logits, as logits again. */
function recalibratedLogits(recalibrator: Recalibrator, logits: FloatTensor): RaisedLogits {
  const result = recalibrate(recalibrator, logits);
  if ('logits' in result) return { logits: result.logits, raised: 0 };
  return logProbabilities(result.probabilities);
}

function raisedNotes(what: string, count: number): string[] {
  if (count === 0) return [];
  return [`${count} ${what} are 0, or nearly: one that is a label's counts as 36 nats.`];
}
