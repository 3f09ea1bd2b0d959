import { ValueRangeError } from '../../../base/index.ts';
import { looksLikeProbabilities, type Predictions, predictionsSize } from '../predictions.ts';

/**
 * Requires logits to fit a recalibrator on, and returns the number of examples and classes.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K), or probabilities in place of logits.
 */
export function assertLogits(where: string, predictions: Predictions): [number, number] {
  const size = predictionsSize(where, predictions);
  if (looksLikeProbabilities(predictions.logits)) {
    throw new ValueRangeError(
      `${where}: expected logits, got probabilities (no entry is negative and every row sums to 1); pass their logarithms, zeros clipped to a small number first`,
    );
  }
  return size;
}
