import { assertPositive } from '../../base/index.ts';
import { type Estimate, RunningMoments } from '../statistics/index.ts';
import {
  argmaxOfRow,
  type Predictions,
  predictionsSize,
  type TemperatureOptions,
} from './predictions.ts';

/**
 * Mean negative log-likelihood of the labels, −log softmax(z / T)_y, in nats: 0 for certain and
 * right, log K for a uniform guess. Never smoothed.
 *
 * With d_k = (z_k − z_max)/T it is log1p(Σ_{k≠max} exp d_k) − d_y: no exponent is positive, and a
 * loss as small as 1e-300 is not rounded to 0.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K) or a temperature that is not above 0.
 */
export function negativeLogLikelihood(
  predictions: Predictions,
  { temperature = 1 }: TemperatureOptions = {},
): Estimate {
  const [count, numClasses] = predictionsSize('negativeLogLikelihood', predictions);
  assertPositive('negativeLogLikelihood', 'temperature', temperature);
  const { data } = predictions.logits;
  const moments = new RunningMoments();
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    const best = argmaxOfRow(data, start, numClasses);
    const top = data[start + best]!;
    let others = 0;
    for (let k = 0; k < numClasses; k++) {
      if (k !== best) others += Math.exp((data[start + k]! - top) / temperature);
    }
    const label = (data[start + predictions.labels[n]!]! - top) / temperature;
    moments.add(Math.log1p(others) - label);
  }
  return moments.estimate();
}
