import { describe, expect, test } from 'vitest';
import { poissonBinomialQuantiles } from './poisson-binomial.ts';

describe('poissonBinomialQuantiles', () => {
  test('of fair coins by hand', () => {
    // P(X ≤ k) of three: 1/8, 1/2, 7/8, 1.
    expect(poissonBinomialQuantiles([0.5, 0.5, 0.5], [0.1, 0.125, 0.126, 0.5, 0.876])).toEqual([
      0, 0, 1, 1, 3,
    ]);
  });

  test('certain trials leave no doubt, and no trial no success', () => {
    expect(poissonBinomialQuantiles([1, 0, 1, 1, 0], [0.025, 0.975])).toEqual([3, 3]);
    expect(poissonBinomialQuantiles([], [0.025, 0.975])).toEqual([0, 0]);
  });

  test('many trials: normal to a success or two, wherever the distribution lies', () => {
    const probabilities = Float64Array.from({ length: 4000 }, (_, n) => 0.6 + 0.4 * (n / 4000));
    const mean = probabilities.reduce((sum, p) => sum + p, 0);
    const deviation = Math.sqrt(probabilities.reduce((sum, p) => sum + p * (1 - p), 0));
    const [low, middle, high] = poissonBinomialQuantiles(probabilities, [0.025, 0.5, 0.975]);
    expect(Math.abs(low! - (mean - 1.96 * deviation))).toBeLessThan(1.5);
    expect(Math.abs(middle! - mean)).toBeLessThan(1.5);
    expect(Math.abs(high! - (mean + 1.96 * deviation))).toBeLessThan(1.5);
  });

  test('what is no probability is refused', () => {
    for (const wrong of [-0.1, 1.1, NaN]) {
      expect(() => poissonBinomialQuantiles([0.5, wrong], [0.5])).toThrow(
        `probabilities in [0, 1], got ${wrong}`,
      );
    }
    expect(() => poissonBinomialQuantiles([0.5], [0])).toThrow('fractions in (0, 1), got 0');
  });
});
