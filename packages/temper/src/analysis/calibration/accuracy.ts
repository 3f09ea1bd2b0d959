import { ShapeError } from '../../base/index.ts';
import {
  type ConfidenceInterval,
  type Estimate,
  RunningMoments,
  wilsonInterval,
} from '../statistics/index.ts';

/** Share of correct predictions, in [0, 1], with its Wilson 95% interval. */
export interface Accuracy extends Estimate {
  readonly interval: ConfidenceInterval;
}

/**
 * Share of predictions that were right.
 * @param correct - 1 where the prediction was right, else 0 `[N]`, N at least 1; see
 * `confidencesOf`.
 * @throws ShapeError if there is no prediction.
 */
export function accuracy(correct: Uint8Array): Accuracy {
  if (correct.length === 0) {
    throw new ShapeError('accuracy: expected at least one prediction, got none');
  }
  const moments = new RunningMoments();
  let hits = 0;
  for (const hit of correct) {
    moments.add(hit);
    hits += hit;
  }
  // The running mean of whole numbers may be off in its last digit; the quotient is not.
  const mean = hits / correct.length;
  return { ...moments.estimate(), mean, interval: wilsonInterval(hits, correct.length) };
}
