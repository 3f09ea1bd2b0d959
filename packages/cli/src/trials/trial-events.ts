import type { TrialAnalysis } from 'temper';
import type { RunRecord } from './run-directory.ts';

/** One line of `metrics.jsonl`: an epoch, or what a run that is counted in steps ends with. */
export interface EpochRow {
  /** Epochs done; a fraction where a run ends within one. */
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
  /** Means over the epoch as trained: smoothed loss (nats), accuracy with dropout and augmentation. */
  readonly train: { readonly loss: number; readonly accuracy: number };
  readonly validation: { readonly accuracy: number; readonly nll: number; readonly ece: number };
  /** Of the first training examples, without dropout or augmentation, in nats. */
  readonly logitGap: { readonly mean: number; readonly standardDeviation: number };
  /** Wall time of the epoch's training. */
  readonly seconds: number;
}

/** What a finished trial left behind. */
export interface TrialResult {
  readonly directory: string;
  readonly record: RunRecord;
  readonly classNames: readonly string[];
  readonly triple: readonly [number, number, number];
  readonly analysis: TrialAnalysis;
  readonly checkpoints: {
    readonly last: { readonly epoch: number };
    readonly best: { readonly epoch: number; readonly accuracy: number };
  };
}

/** What is said of a trial before its first step. */
export interface TrialStart {
  readonly numParameters: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Where training starts: 0, or the step of the checkpoint it goes on from. */
  readonly startStep: number;
  /** Target probabilities of a label-0 example. */
  readonly targetRow: readonly number[];
}

/** What a training worker reports, in this order; the last is `done`, `stopped` or `failed`. */
export type TrialEvent =
  | { readonly type: 'start'; readonly start: TrialStart }
  | { readonly type: 'progress'; readonly step: number; readonly loss: number }
  | { readonly type: 'epoch'; readonly row: EpochRow }
  | { readonly type: 'phase'; readonly label: string }
  /** What is done of a phase, in [0, 1], where it takes long. */
  | { readonly type: 'phase-progress'; readonly share: number }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'done' }
  /** With the step that was saved; `null` while data was loaded, when there is nothing to save. */
  | { readonly type: 'stopped'; readonly step: number | null }
  | {
      readonly type: 'failed';
      readonly message: string;
      /** Absent for mistakes of the user's. */
      readonly stack?: string;
      /** What the system calls it, where it refused something. */
      readonly code?: string;
    };
