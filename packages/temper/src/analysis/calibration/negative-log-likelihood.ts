import { type Estimate, estimateOf } from '../statistics/index.ts';
import type { Predictions, TemperatureOptions } from './predictions.ts';
import { scoreExamples } from './score-examples.ts';

/**
 * Mean negative log-likelihood of the labels, −log softmax(z / T)_y, in nats: 0 for certain and
 * right, log K for a uniform guess. Never smoothed.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K) or a temperature that is not above 0.
 */
export function negativeLogLikelihood(
  predictions: Predictions,
  options: TemperatureOptions = {},
): Estimate {
  return estimateOf(scoreExamples(predictions, options).nll);
}
