import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Activations,
  type Head,
  type HostTensor,
  parseNpz,
  type SplitName,
  type TrialConfig,
} from 'temper';
import { UserError } from '../user-error.ts';
import { RunDirectory } from './run-directory.ts';
import type { EpochRow, TrialResult } from './trial-events.ts';

/** What a finished trial left behind; undefined while it is not finished. */
export async function readTrialResult(
  runs: string,
  config: TrialConfig,
): Promise<TrialResult | undefined> {
  const directory = new RunDirectory(runs, config);
  const finished = await directory.analysis<
    TrialResult['analysis'] & Pick<TrialResult, 'classNames' | 'triple' | 'checkpoints'>
  >();
  const record = await directory.record();
  if (!finished || !record) return undefined;
  const { classNames, triple, checkpoints, ...analysis } = finished;
  return { directory: directory.path, record, classNames, triple, checkpoints, analysis };
}

/** Predictions of one split, as a run keeps them. */
export interface StoredPredictions {
  readonly logits: HostTensor<'float32'>;
  readonly labels: Int32Array;
  /** Of the first examples. */
  readonly activations: Activations;
  readonly head: Head;
}

/**
 * Reads the predictions of a finished trial.
 * @throws UserError if they are gone.
 */
export async function readPredictions(
  { directory }: Pick<TrialResult, 'directory'>,
  split: SplitName,
): Promise<StoredPredictions> {
  const path = join(directory, `predictions-${split}.npz`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(
      `expected the predictions of a finished run, got ${(error as Error).message}; delete '${directory}' to train it again`,
    );
  });
  const arrays = parseNpz(bytes, path);
  const array = (name: string): HostTensor<'float32'> => arrays.get(name) as HostTensor<'float32'>;
  const labels = arrays.get('labels')!.data as Int32Array;
  const penultimate = array('penultimate');
  return {
    logits: array('logits'),
    labels,
    activations: { penultimate, labels: labels.subarray(0, penultimate.shape[0]) },
    head: { templates: array('templates'), bias: array('bias') },
  };
}

/** The epochs of a trial. */
export async function readEpochs({ directory }: TrialResult): Promise<EpochRow[]> {
  const text = await readFile(join(directory, 'metrics.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EpochRow);
}
