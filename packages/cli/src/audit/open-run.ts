import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataName, modelName } from '../commands/data-and-model.ts';
import type { RunRecord } from '../trials/run-directory.ts';
import { readPredictions } from '../trials/stored-trial.ts';
import type { TrialResult } from '../trials/trial-events.ts';
import { UserError } from '../user-error.ts';
import type { AuditedModel } from './audited-model.ts';

/**
 * Opens a finished run of Temper's: its test split is audited, and what is fitted is fitted on its
 * validation split.
 * @throws UserError if the folder is no run, or one that is not finished.
 */
export async function openRun(directory: string): Promise<AuditedModel> {
  const { config } = await readJson<RunRecord>(
    directory,
    'config.json',
    'is it a run of temper train?',
  );
  const { classNames } = await readJson<Pick<TrialResult, 'classNames'>>(
    directory,
    'analysis.json',
    'the run is not finished; finish it with the temper train that began it',
  );
  const test = await readPredictions({ directory }, 'test');
  const validation = await readPredictions({ directory }, 'validation');
  const { labelSmoothing } = config.loss;
  const labels = labelSmoothing === 0 ? 'hard labels' : `α = ${labelSmoothing}`;
  return {
    source: directory,
    name: `${modelName(config.model)} on ${dataName(config.data)}, ${labels}, ${basename(directory)}`,
    described: 'test split of a run; what is fitted is fitted on its validation split',
    predictions: {
      kind: 'logits',
      scores: test.logits,
      labels: test.labels,
      fitOn: { scores: validation.logits, labels: validation.labels },
    },
    labels: test.labels,
    classNames,
    layer: { head: test.head, activations: test.activations },
  };
}

async function readJson<T>(directory: string, name: string, remedy: string): Promise<T> {
  const path = join(directory, name);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    throw new UserError(
      `expected a finished run with ${name} in '${directory}', got ${(error as Error).message}; ${remedy}`,
    );
  }
}
