import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { SourceFlags } from '../commands/audit-flags.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import type { AuditedModel } from './audited-model.ts';
import { openModelFile } from './open-model-file.ts';
import { openPredictions } from './open-predictions.ts';
import { openRun } from './open-run.ts';

/** Files of saved predictions, by their ending. */
const PREDICTION_FILES: readonly string[] = ['.npz', '.safetensors', '.parquet', '.csv'];

/**
 * Opens whatever can be audited.
 * @throws UserError if it is not there or nothing of the kind.
 */
export async function openSource(
  source: string,
  flags: SourceFlags,
  io: Io,
): Promise<AuditedModel> {
  const found = await stat(source).catch((error: unknown) => {
    throw new UserError(`expected a run or a file to audit, got ${(error as Error).message}`);
  });
  if (found.isDirectory()) return openRun(source);
  const ending = extname(source).toLowerCase();
  if (ending === '.onnx') return (await openModelFile(source, flags, io)).model;
  if (flags.data !== undefined) {
    throw new UserError(
      `expected --data with an .onnx model only, got it for '${basename(source)}', whose predictions are made already; leave it out`,
    );
  }
  if (PREDICTION_FILES.includes(ending)) return openPredictions(source);
  throw new UserError(
    `expected a run, an .onnx model or predictions in ${PREDICTION_FILES.join(', ')}, got '${basename(source)}'`,
  );
}
