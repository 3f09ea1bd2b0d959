import { describe, expect, it } from 'vitest';
import { predictionsOf, randomPredictions } from '../../test/support/analysis.ts';
import { fitTemperature, type Predictions } from '../analysis/calibration/index.ts';
import { bootstrapInterval } from '../analysis/statistics/index.ts';
import { hostTensor } from '../tensor/index.ts';
import { temperatureInterval } from './temperature-interval.ts';

/** Predictions for some of the examples. */
function selected({ logits, labels }: Predictions, rows: Uint32Array): Predictions {
  const numClasses = logits.shape[1]!;
  const data = new Float64Array(rows.length * numClasses);
  rows.forEach((row, n) => {
    const start = row * numClasses;
    data.set(logits.data.subarray(start, start + numClasses), n * numClasses);
  });
  return {
    logits: hostTensor('float64', [rows.length, numClasses], data),
    labels: Int32Array.from(rows, (row) => labels[row]!),
  };
}

describe('temperatureInterval', () => {
  it('has the closed form of one logit: log T errs by 1 / (logit p · √(n p (1 − p)))', () => {
    // 300 of 400 examples are right at logits (2, 0): p = 3/4, T = 2 / log 3.
    const labels = Array.from({ length: 400 }, (_, n) => (n < 300 ? 0 : 1));
    const predictions = predictionsOf(
      labels.map(() => [2, 0]),
      labels,
    );
    const temperature = 2 / Math.log(3);
    const { lower, upper, method } = temperatureInterval(predictions, temperature)!;
    const error = 1 / (Math.log(3) * Math.sqrt(400 * 0.75 * 0.25));
    expect(method).toBe('sandwich');
    expect(lower).toBeCloseTo(temperature * Math.exp(-1.959964 * error), 6);
    expect(upper).toBeCloseTo(temperature * Math.exp(1.959964 * error), 6);
  });

  it('agrees with the bootstrap where no temperature makes the model right', () => {
    const predictions = randomPredictions(3, { count: 400, advantage: 2, scale: 4 });
    const { temperature } = fitTemperature(predictions);
    const { lower, upper } = temperatureInterval(predictions, temperature)!;
    const drawn = bootstrapInterval(
      400,
      (rows) => Math.log(fitTemperature(selected(predictions, rows)).temperature),
      { samples: 200 },
    );
    // 200 resamples know the width to about a tenth.
    const ratio = Math.log(upper / lower) / (drawn.upper - drawn.lower);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });

  it('is not there where logits say nothing', () => {
    expect(temperatureInterval(predictionsOf([[0, 0]], [1]), 1)).toBeNull();
  });
});
