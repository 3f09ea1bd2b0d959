import { type Estimate, estimateOf } from '../statistics/index.ts';
import type { Predictions, TemperatureOptions } from './predictions.ts';
import { scoreExamples } from './score-examples.ts';

/**
 * Mean Brier score: Σ_k (p_k − y_k)² summed over classes, p = softmax(z / T) and y the one-hot
 * label. From 0, certain and right, to 2, certain and wrong; (K−1)/K for a uniform guess. For two
 * classes it is twice the score that some libraries report from P(class 1).
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K) or a temperature that is not above 0.
 *
 * References: Brier, Verification of Forecasts Expressed in Terms of Probability, Monthly Weather
 * Review 1950.
 */
export function brierScore(predictions: Predictions, options: TemperatureOptions = {}): Estimate {
  return estimateOf(scoreExamples(predictions, options).brier);
}
