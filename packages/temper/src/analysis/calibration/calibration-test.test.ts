import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { rootMeanSquareCalibrationError } from './calibration-error.ts';
import { calibrationTest } from './calibration-test.ts';
import type { TopLabelConfidences } from './predictions.ts';

/** Confidences from ½ to 1, right with probability `accuracyAt` of them. */
function draw(seed: number, count: number, accuracyAt: (c: number) => number): TopLabelConfidences {
  const rng = Rng.fromSeed(seed).fork('predictions');
  const confidences = Float64Array.from({ length: count }, () => 0.5 + 0.5 * rng.uniform());
  return {
    confidences,
    correct: Uint8Array.from(confidences, (c) => (rng.uniform() < accuracyAt(c) ? 1 : 0)),
  };
}

/** Kolmogorov's distance of some values from the uniform distribution over [0, 1]. */
function distanceFromUniform(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((value, i) =>
      Math.max(Math.abs(value - i / values.length), Math.abs(value - (i + 1) / values.length)),
    ),
  );
}

describe('calibrationTest', () => {
  test('p-values of calibrated models are uniform', () => {
    const values = Array.from({ length: 200 }, (_, seed) =>
      calibrationTest(
        draw(seed, 60, (c) => c),
        { samples: 99, seed, numBins: 5 },
      ),
    ).map((result) => result.pValue);
    // Of 200 values the distance exceeds 1.95/√200 once in 1,000 times; steps of 1/100 add as much.
    expect(distanceFromUniform(values)).toBeLessThan(1.95 / Math.sqrt(200) + 0.01);
  });

  test('finds over-confidence, whichever error is asked for', () => {
    const predictions = draw(1, 500, (c) => c - 0.15);
    for (const options of [{}, { error: rootMeanSquareCalibrationError }]) {
      const { pValue, statistic, calibrated } = calibrationTest(predictions, {
        ...options,
        samples: 199,
      });
      expect(pValue).toBe(1 / 200);
      expect(statistic).toBeGreaterThan(calibrated.upper);
    }
  });

  test('tells how large the error of a calibrated model is: never 0, smaller with more examples', () => {
    const few = calibrationTest(
      draw(2, 200, (c) => c),
      { samples: 199 },
    ).calibrated;
    const many = calibrationTest(
      draw(2, 20_000, (c) => c),
      { samples: 199 },
    ).calibrated;
    expect(few.lower).toBeGreaterThan(0);
    expect(few.lower).toBeLessThan(few.mean);
    expect(few.mean).toBeLessThan(few.upper);
    // The error of a mean over n examples goes with 1/√n.
    expect(few.mean / many.mean).toBeCloseTo(10, -1);
    expect(few.mean / many.mean).toBeGreaterThan(7);
  });

  test('of one confidence it is the binomial test', () => {
    // 8 of 10 right at ½: P(|hits − 5| ≥ 3) = 2·(1 + 10 + 45)/1024.
    const predictions = {
      confidences: new Float64Array(10).fill(0.5),
      correct: Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 0, 0),
    };
    const { pValue, calibrated } = calibrationTest(predictions, { samples: 9999 });
    // Five standard errors of 9,999 draws.
    expect(Math.abs(pValue - 112 / 1024)).toBeLessThan(5 * Math.sqrt(0.1 / 9999));
    // E|hits − 5|/10 = 10·C(9,4)/2^10 /10.
    expect(Math.abs(calibrated.mean - 126 / 1024)).toBeLessThan(0.005);
  });

  test('certain and right is calibrated; certain and wrong even once is not', () => {
    const confidences = new Float64Array(20).fill(1);
    const right = new Uint8Array(20).fill(1);
    expect(calibrationTest({ confidences, correct: right }, { samples: 99 })).toMatchObject({
      statistic: 0,
      pValue: 1,
      calibrated: { mean: 0, lower: 0, upper: 0 },
    });
    const wrongOnce = right.slice().fill(0, 0, 1);
    expect(calibrationTest({ confidences, correct: wrongOnce }, { samples: 99 }).pValue).toBe(0.01);
    const one = { confidences: Float64Array.of(0.5), correct: Uint8Array.of(1) };
    expect(calibrationTest(one, { samples: 99 }).pValue).toBe(1);
  });

  test('the seed decides, and what cannot be tested is refused', () => {
    const predictions = draw(3, 100, (c) => c);
    const first = calibrationTest(predictions, { seed: 4, samples: 99 });
    expect(calibrationTest(predictions, { seed: 4, samples: 99 })).toEqual(first);
    expect(first).toMatchObject({ method: 'consistency-resampling', seed: 4, samples: 99 });
    expect(calibrationTest(predictions, { seed: 5, samples: 99 }).calibrated).not.toEqual(
      first.calibrated,
    );
    expect(() => calibrationTest(predictions, { samples: 0 })).toThrow('samples');
    expect(() =>
      calibrationTest({ confidences: Float64Array.of(2), correct: Uint8Array.of(1) }),
    ).toThrow('calibrationTest: expected confidences in [0, 1], got 2 at row 0');
  });
});
