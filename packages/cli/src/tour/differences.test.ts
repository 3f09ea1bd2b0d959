import {
  confidencesOf,
  expectedCalibrationError,
  hostTensor,
  negativeLogLikelihood,
  reliabilityDiagram,
  Rng,
} from 'temper';
import { describe, expect, it } from 'vitest';
import { eceDifference, estimateDifference, lossesOf, meanDifference } from './differences.ts';

const rng = Rng.fromSeed(1);
const test = {
  logits: hostTensor(
    'float32',
    [400, 3],
    Float32Array.from({ length: 1200 }, () => 2 * rng.normal()),
  ),
  labels: Int32Array.from({ length: 400 }, () => rng.integer(3)),
};

describe('eceDifference', () => {
  it('is the difference of the two calibration errors', () => {
    const [a, b] = [confidencesOf(test), confidencesOf(test, { temperature: 3 })];
    const ece = (of: typeof a): number => expectedCalibrationError(reliabilityDiagram(of));
    const difference = eceDifference(a, b);
    expect(difference.value).toBeCloseTo(ece(a) - ece(b), 12);
    expect(difference.lower).toBeGreaterThan(0);
    expect(difference.upper).toBeGreaterThan(difference.lower);
  });

  it('is exactly 0 between a model and itself, for the examples are the same', () => {
    const a = confidencesOf(test);
    expect(eceDifference(a, a)).toEqual({ value: 0, lower: 0, upper: 0 });
  });
});

describe('lossesOf', () => {
  it('has the mean of the negative log-likelihood', () => {
    const losses = lossesOf(test, 1.7);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(mean).toBeCloseTo(negativeLogLikelihood(test, { temperature: 1.7 }).mean, 12);
  });
});

describe('meanDifference', () => {
  it('takes its interval from the paired differences', () => {
    // Differences 1 and 3: mean 2, standard error 1.
    const { value, lower, upper } = meanDifference([11, 103], [10, 100]);
    expect([value, lower, upper]).toEqual([2, expect.closeTo(0.04), expect.closeTo(3.96)]);
  });
});

describe('estimateDifference', () => {
  it('adds standard errors in squares', () => {
    const { lower, upper } = estimateDifference(
      { value: 30, standardError: 3 },
      { value: 10, standardError: 4 },
    );
    expect([lower, upper]).toEqual([expect.closeTo(10.2), expect.closeTo(29.8)]);
  });
});
