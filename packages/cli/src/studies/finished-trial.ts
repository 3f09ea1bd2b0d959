import type { MeasuredTrial } from 'temper';
import type { ReportSection, ReportTable } from '../report/index.ts';
import { readEpochs, readPredictions } from '../trials/stored-trial.ts';
import type { EpochRow, TrialResult } from '../trials/trial-events.ts';
import type { PlannedTrial } from './plan-trials.ts';

/** A trial that a study looks at. */
export interface FinishedTrial extends MeasuredTrial {
  readonly result: TrialResult;
  readonly epochs: readonly EpochRow[];
}

/** What a study says: its numbers, and the same for a reader. */
export interface StudyFindings {
  /** Plain JSON. */
  readonly analysis: object;
  /** The answers, one sentence or two each. */
  readonly lead: readonly string[];
  /** The table that answers the question. */
  readonly answer: ReportTable;
  /** How the answer was come by. */
  readonly method: readonly string[];
  readonly sections: readonly ReportSection[];
}

/** Reads what the finished trials of a plan left behind. */
export async function readFinished(plan: readonly PlannedTrial[]): Promise<FinishedTrial[]> {
  const finished: FinishedTrial[] = [];
  // One after the other: those for the training split are large before they are reduced to a few activations.
  for (const { trial, result } of plan) {
    if (!result) continue;
    const train = await readPredictions(result, 'train');
    const validation = await readPredictions(result, 'validation');
    const test = await readPredictions(result, 'test');
    finished.push({
      trial,
      result,
      epochs: await readEpochs(result),
      evidence: {
        analysis: result.analysis,
        classNames: result.classNames,
        head: train.head,
        activations: { train: train.activations, validation: validation.activations },
        predictions: { validation, test },
      },
    });
  }
  return finished;
}
