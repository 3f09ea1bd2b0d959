import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import {
  calibrateModel,
  encodeNpz,
  encodeRecalibrator,
  type HostTensor,
  hostTensor,
  type LogitScaling,
  type Recalibrated,
  type RecalibrationMethod,
  type Recalibrator,
} from 'temper';
import { writeFileAtomically } from '../files/atomic-write.ts';
import type { ForeignPredictions } from '../foreign-models/index.ts';
import { UserError } from '../user-error.ts';

/** A file that `temper calibrate` writes. */
export interface CalibrateOutput {
  readonly path: string;
  /** A recalibrator, a model, or recalibrated predictions. */
  readonly kind: 'json' | 'onnx' | 'npz';
}

/** What decides which files can be written. */
export interface OutputChoices {
  readonly source: string;
  readonly out: string | undefined;
  /** The recalibrator that is applied in place of fitting one. */
  readonly apply: string | undefined;
  readonly data: string | undefined;
}

const METHODS_OF_MODELS: readonly RecalibrationMethod[] = ['temperature', 'vector', 'matrix'];

/**
 * The file that a call asks for; null for none.
 * @throws UserError if it cannot be written from this source, or would replace a file that is read.
 */
export function chooseOutput({ source, out, apply, data }: OutputChoices): CalibrateOutput | null {
  if (out === undefined) {
    return apply === undefined ? { path: 'calibrator.json', kind: 'json' } : null;
  }
  const read = [source, apply, data].find(
    (path) => path !== undefined && resolve(path) === resolve(out),
  );
  if (read !== undefined) {
    throw new UserError(
      `expected --out to be a new file, got '${out}', which is read; name another`,
    );
  }
  const kinds = [
    apply === undefined ? ('json' as const) : ('npz' as const),
    ...(isModel(source) ? (['onnx'] as const) : []),
  ];
  const ending = extname(out).toLowerCase();
  const kind = kinds.find((known) => ending === `.${known}`);
  if (kind !== undefined) return { path: out, kind };
  const remedy =
    ending === '.npz'
      ? 'save a .json, and give it with --apply'
      : ending === '.onnx'
        ? 'a model is made of a model: give an .onnx source'
        : 'name it so';
  throw new UserError(
    `expected --out to end in ${kinds.map((known) => `.${known}`).join(' or ')}, got '${out}'; ${remedy}`,
  );
}

/** @throws UserError for a model with a method that it cannot carry. */
export function assertMethodFits(
  output: CalibrateOutput | null,
  method: RecalibrationMethod,
): void {
  if (output?.kind !== 'onnx' || METHODS_OF_MODELS.includes(method)) return;
  throw new UserError(
    `expected --method ${METHODS_OF_MODELS.join(', ')} for a calibrated model, got ${method}, which gives probabilities and no logits; choose one of them, or a .json for --out`,
  );
}

/** Whether a source is a model that has to be run. */
export function isModel(source: string): boolean {
  return extname(source).toLowerCase() === '.onnx';
}

/** What is written. */
export interface OutputContent {
  readonly recalibrator: Recalibrator;
  /** The data that it was fitted on, in words, where known. */
  readonly fittedData: string | null;
  /** The model, of an .onnx source. */
  readonly run: ForeignPredictions | null;
  /** All examples, recalibrated. */
  readonly recalibrated: () => Recalibrated;
  readonly labels: Int32Array;
}

/** Writes a file whole or not at all. */
export async function writeOutput(
  { path, kind }: CalibrateOutput,
  { recalibrator, fittedData, run, recalibrated, labels }: OutputContent,
): Promise<void> {
  switch (kind) {
    case 'json':
      await writeFileAtomically(path, `${encodeRecalibrator(recalibrator)}\n`);
      return;
    case 'npz': {
      const arrays = new Map<string, HostTensor>(Object.entries(recalibrated()));
      arrays.set('labels', hostTensor('int32', [labels.length], labels));
      await writeFileAtomically(path, encodeNpz(arrays));
      return;
    }
    case 'onnx': {
      const { bytes, head } = run!;
      const note = {
        numExamples: recalibrator.fittedOn,
        ...(fittedData !== null && { data: fittedData }),
        version: readVersion(),
      };
      const scaling = scalingOf(recalibrator);
      const where = basename(path);
      await writeFileAtomically(path, calibrateModel(bytes, head, { scaling, note, where }));
    }
  }
}

/** A recalibrator that has passed `assertMethodFits`. */
function scalingOf(recalibrator: Recalibrator): LogitScaling {
  switch (recalibrator.method) {
    case 'temperature':
    case 'vector':
    case 'matrix':
      return recalibrator;
    default:
      throw new Error(`internal: expected new logits, got method ${recalibrator.method}`);
  }
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
