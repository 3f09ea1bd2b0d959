import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval } from '../statistics/index.ts';
import type { TopLabelConfidences } from './predictions.ts';
import {
  smoothCalibrationError,
  smoothCalibrationErrorStatistic,
} from './smooth-calibration-error.ts';

function topLabel(confidences: readonly number[], correct: readonly number[]): TopLabelConfidences {
  return { confidences: Float64Array.from(confidences), correct: Uint8Array.from(correct) };
}

/** Uniform confidences, right with probability c^power. */
function randomTopLabel(seed: number, count: number, power: number): TopLabelConfidences {
  const rng = Rng.fromSeed(seed);
  const confidences = Array.from({ length: count }, () => rng.uniform());
  return topLabel(
    confidences,
    confidences.map((c) => (rng.uniform() < c ** power ? 1 : 0)),
  );
}

describe('smoothCalibrationError', () => {
  test('one example that was certain and right is 0, at the smallest bandwidth', () => {
    // The smallest multiple of 1/1024 that is at least 0.001 and reached by bisection.
    expect(smoothCalibrationError(topLabel([1], [1]))).toEqual({ value: 0, bandwidth: 1 / 512 });
    expect(smoothCalibrationError(topLabel([1, 1, 1], [1, 1, 1])).value).toBe(0);
    expect(smoothCalibrationError(topLabel([0, 0], [0, 0])).value).toBe(0);
  });

  test('certain and always wrong is 1, at the largest bandwidth', () => {
    const { value, bandwidth } = smoothCalibrationError(
      topLabel(Array(50).fill(1), Array(50).fill(0)),
    );
    expect(bandwidth).toBe(1);
    // The 1e-4 that is added to every density keeps it just below 1.
    expect(value).toBeLessThan(1);
    expect(value).toBeCloseTo(1, 4);
  });

  test('one confidence gives its distance from the accuracy', () => {
    const many = topLabel(
      Array(400).fill(0.9),
      Array.from({ length: 400 }, (_, n) => (n < 240 ? 1 : 0)),
    );
    const { value, bandwidth } = smoothCalibrationError(many);
    expect(value).toBeCloseTo(0.3, 5);
    expect(bandwidth - value).toBeGreaterThanOrEqual(0);
    expect(bandwidth - value).toBeLessThan(1 / 1024);
  });

  test('where confidences err alike it is the mean gap: residuals of one sign lose nothing', () => {
    // E[c − c²] = 1/6 for uniform c; the residual's standard error is 0.4/√20000.
    expect(
      Math.abs(smoothCalibrationError(randomTopLabel(3, 20_000, 2)).value - 1 / 6),
    ).toBeLessThan(0.01);
  });

  test('has no bin edges: a confidence that moves a little moves it a little (torch-uncertainty 260)', () => {
    const { confidences, correct } = randomTopLabel(4, 300, 2);
    const { value, bandwidth } = smoothCalibrationError({ confidences, correct });
    const moved = confidences.map((c) => Math.min(c + 1e-9, 1));
    expect(
      Math.abs(
        smoothCalibrationError({ confidences: moved, correct }, { bandwidth }).value - value,
      ),
    ).toBeLessThan(1e-6);
  });

  test('is in [0, 1], and the same in any order and mirrored', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const { confidences, correct } = randomTopLabel(seed, count, 2);
        const { value } = smoothCalibrationError({ confidences, correct }, { bandwidth: 0.2 });
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        const mirrored = {
          confidences: confidences.map((c) => 1 - c).reverse(),
          correct: correct.map((a) => 1 - a).reverse(),
        };
        expect(smoothCalibrationError(mirrored, { bandwidth: 0.2 }).value).toBeCloseTo(value, 12);
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  test('what cannot be smoothed is refused', () => {
    expect(() => smoothCalibrationError(topLabel([], []))).toThrow(
      'smoothCalibrationError: expected as many confidences as correctness flags, at least one',
    );
    expect(() => smoothCalibrationError(topLabel([NaN], [1]))).toThrow('got NaN at row 0');
    for (const bandwidth of [0, 0.0009, 1.1, NaN]) {
      expect(() => smoothCalibrationError(topLabel([1], [1]), { bandwidth })).toThrow(
        `bandwidth in [0.001, 1], got ${bandwidth}`,
      );
    }
  });
});

describe('smoothCalibrationErrorStatistic', () => {
  test('is the error of the examples that were drawn', () => {
    const { confidences, correct } = randomTopLabel(5, 80, 2);
    const indices = new Uint32Array(80);
    Rng.fromSeed(6).fillIntegers(indices, 80);
    const drawn = topLabel(
      Array.from(indices, (n) => confidences[n]!),
      Array.from(indices, (n) => correct[n]!),
    );
    const statistic = smoothCalibrationErrorStatistic({ confidences, correct }, 0.05);
    const anew = smoothCalibrationError(drawn, { bandwidth: 0.05 }).value;
    // Twice: nothing of one resample may stay for the next.
    expect(statistic(indices)).toBeCloseTo(anew, 12);
    expect(statistic(indices)).toBeCloseTo(anew, 12);
  });

  test('a 95% interval holds the error of a model that is far from calibrated', () => {
    const predictions = randomTopLabel(12, 2000, 2);
    const { value, bandwidth } = smoothCalibrationError(predictions);
    const statistic = smoothCalibrationErrorStatistic(predictions, bandwidth);
    const { lower, upper } = bootstrapInterval(2000, statistic, { samples: 100 });
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
    expect(upper - lower).toBeLessThan(0.06);
  });
});
