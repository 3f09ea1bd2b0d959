import { assertPositive } from '../../base/index.ts';
import { type Estimate, RunningMoments } from '../statistics/index.ts';
import {
  argmaxOfRow,
  type Predictions,
  predictionsSize,
  type TemperatureOptions,
} from './predictions.ts';

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
export function brierScore(
  predictions: Predictions,
  { temperature = 1 }: TemperatureOptions = {},
): Estimate {
  const [count, numClasses] = predictionsSize('brierScore', predictions);
  assertPositive('brierScore', 'temperature', temperature);
  const { data } = predictions.logits;
  const weights = new Float64Array(numClasses);
  const moments = new RunningMoments();
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    const top = data[start + argmaxOfRow(data, start, numClasses)]!;
    let total = 0;
    for (let k = 0; k < numClasses; k++) {
      weights[k] = Math.exp((data[start + k]! - top) / temperature);
      total += weights[k]!;
    }
    let score = 0;
    for (let k = 0; k < numClasses; k++) {
      score += (weights[k]! / total - (k === predictions.labels[n] ? 1 : 0)) ** 2;
    }
    moments.add(score);
  }
  return moments.estimate();
}
