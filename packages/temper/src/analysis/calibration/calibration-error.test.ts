import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../../../test/support/analysis.ts';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval } from '../statistics/index.ts';
import { type BinningRule, describeBins } from './binning/index.ts';
import {
  calibrationErrorInterval,
  debiasedCalibrationError,
  equalMassCalibrationError,
  expectedCalibrationError,
  maximumCalibrationError,
  rootMeanSquareCalibrationError,
  unweightedCalibrationError,
} from './calibration-error.ts';
import { classConditionalEqualMassError } from './classwise-calibration-error.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { type BinningOptions, reliabilityDiagram } from './reliability-diagram.ts';

function topLabel(confidences: readonly number[], correct: readonly number[]): TopLabelConfidences {
  return { confidences: Float64Array.from(confidences), correct: Uint8Array.from(correct) };
}

/** The predictions at `indices`. */
function take(
  { confidences, correct }: TopLabelConfidences,
  indices: Uint32Array,
): TopLabelConfidences {
  return topLabel(
    Array.from(indices, (i) => confidences[i]!),
    Array.from(indices, (i) => correct[i]!),
  );
}

function randomTopLabel(seed: number, count: number): TopLabelConfidences {
  const rng = Rng.fromSeed(seed);
  const confidences = Array.from({ length: count }, () => rng.uniform());
  return topLabel(
    confidences,
    confidences.map((c) => (rng.uniform() < c * c ? 1 : 0)),
  );
}

// Two bins: (0, ½] holds 0.3, right; (½, 1] holds 0.9, 0.9, 0.6, two of three right.
const hand = topLabel([0.9, 0.3, 0.9, 0.6], [1, 1, 0, 1]);

describe('reliabilityDiagram', () => {
  test('by hand, with an empty bin', () => {
    const diagram = reliabilityDiagram(hand, { numBins: 4 });
    expect(diagram).toMatchObject({ convention: 'temper', numBins: 4, count: 4 });
    expect(diagram.bins[0]).toEqual({
      lower: 0,
      upper: 0.25,
      count: 0,
      meanConfidence: null,
      accuracy: null,
    });
    expect(diagram.bins.map((bin) => bin.count)).toEqual([0, 1, 1, 2]);
    expect(diagram.bins[3]).toMatchObject({ meanConfidence: 0.9, accuracy: 0.5 });
  });

  test('survives JSON unchanged', () => {
    const diagram = reliabilityDiagram(hand);
    expect(JSON.parse(JSON.stringify(diagram))).toEqual(diagram);
  });

  test('a convention may leave confidences out of every bin; they still count in the total', () => {
    const dropFirst: BinningRule = (confidences) => ({
      convention: 'temper',
      lower: Float64Array.of(0),
      upper: Float64Array.of(1),
      membership: Int32Array.from(confidences, (_, n) => (n === 0 ? -1 : 0)),
    });
    const diagram = reliabilityDiagram(topLabel([0, 0.5], [1, 1]), { binning: dropFirst });
    expect(diagram.bins[0]).toMatchObject({ count: 1, meanConfidence: 0.5 });
    expect(expectedCalibrationError(diagram)).toBe(0.25);
  });

  test('unsound predictions are refused with their row', () => {
    expect(() => reliabilityDiagram(topLabel([], []))).toThrow('at least one, got 0 and 0');
    expect(() => reliabilityDiagram(topLabel([0.5], [1, 1]))).toThrow('got 1 and 2');
    for (const wrong of [1.1, -0.1, NaN]) {
      expect(() => reliabilityDiagram(topLabel([0.5, wrong], [1, 1]))).toThrow(
        `reliabilityDiagram: expected confidences in [0, 1], got ${wrong} at row 1`,
      );
    }
  });
});

describe('calibration errors', () => {
  test('by hand on two bins', () => {
    const diagram = reliabilityDiagram(hand, { numBins: 2 });
    // Gaps 0.7 (weight ¼) and 0.8 − 2/3 (weight ¾).
    expect(expectedCalibrationError(diagram)).toBeCloseTo(0.275, 14);
    expect(rootMeanSquareCalibrationError(diagram)).toBeCloseTo(Math.sqrt(0.1225 + 0.04 / 3), 14);
    expect(maximumCalibrationError(diagram)).toBeCloseTo(0.7, 14);
  });

  test('certain and always wrong is 1; as often right as sure is 0', () => {
    const wrong = reliabilityDiagram(topLabel([1, 1], [0, 0]));
    const right = reliabilityDiagram(topLabel([0.75, 0.75, 0.75, 0.75, 0, 1], [1, 0, 1, 1, 0, 1]));
    for (const error of [
      expectedCalibrationError,
      rootMeanSquareCalibrationError,
      maximumCalibrationError,
    ]) {
      expect(error(wrong)).toBe(1);
      expect(error(right)).toBe(0);
    }
  });

  test('0 ≤ l1 ≤ l2 ≤ max ≤ 1, whatever the order of the examples', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 80 }),
        fc.nat(30),
        (seed, count, extra) => {
          const predictions = randomTopLabel(seed, count);
          const numBins = extra + 1;
          const diagram = reliabilityDiagram(predictions, { numBins });
          const order = Rng.fromSeed(seed).permutation(count);
          const permuted = reliabilityDiagram(take(predictions, order), { numBins });
          const errors = [
            0,
            expectedCalibrationError(diagram),
            rootMeanSquareCalibrationError(diagram),
            maximumCalibrationError(diagram),
            1,
          ];
          for (let i = 1; i < errors.length; i++) {
            // Rounding may put equal numbers a few ulps the wrong way round.
            expect(errors[i]).toBeGreaterThanOrEqual(errors[i - 1]! - 1e-15);
          }
          expect(expectedCalibrationError(permuted)).toBeCloseTo(errors[1]!, 12);
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe('what users of other tools ran into', () => {
  const ece = (predictions: TopLabelConfidences, options: BinningOptions): number =>
    expectedCalibrationError(reliabilityDiagram(predictions, options));

  test('a confidence of exactly 1 belongs to the last bin (torchmetrics 3510)', () => {
    const predictions = topLabel([0.95, 1], [1, 0]);
    expect(ece(predictions, { binning: 'temper' })).toBeCloseTo(0.475, 14);
    expect(ece(predictions, { binning: 'netcal' })).toBeCloseTo(0.475, 14);
    expect(ece(predictions, { binning: 'torchmetrics' })).toBeCloseTo(0.525, 14);
  });

  test('a confidence of exactly 0 is counted (torchmetrics 1646)', () => {
    const predictions = topLabel([1, 1, 1, 1, 0], [0, 0, 1, 1, 1]);
    expect(ece(predictions, { binning: 'temper', numBins: 2 })).toBeCloseTo(0.6, 14);
    // Guo's bins leave it out, but not out of the denominator.
    expect(ece(predictions, { binning: 'guo', numBins: 2 })).toBeCloseTo(0.4, 14);
  });

  test('which bins did the number use? (torchmetrics 1907)', () => {
    const predictions = topLabel([0.25, 0.25, 0.55, 0.75, 0.75], [0, 0, 1, 1, 1]);
    const diagram = reliabilityDiagram(predictions, { binning: 'torchmetrics', numBins: 2 });
    expect(expectedCalibrationError(diagram)).toBeCloseTo(0.29, 14);
    expect(describeBins(diagram)).toBe(
      '3 bins (torchmetrics: equal width [lo, hi), 1 in a bin of its own)',
    );
    expect(diagram.bins.map(({ lower, upper, count }) => [lower, upper, count])).toEqual([
      [0, 0.5, 2],
      [0.5, 1, 3],
      [1, 1, 0],
    ]);
  });
});

describe('unweightedCalibrationError', () => {
  test('weights every bin alike, but none that is empty', () => {
    const diagram = reliabilityDiagram(hand, { numBins: 4 });
    // Gaps 0.7, 0.4 and 0.4 in the last three of four bins.
    expect(unweightedCalibrationError(diagram)).toBeCloseTo(0.5, 14);
  });

  test('is 0 where no bin holds a prediction', () => {
    expect(
      unweightedCalibrationError(reliabilityDiagram(topLabel([0], [1]), { binning: 'guo' })),
    ).toBe(0);
  });
});

describe('debiasedCalibrationError', () => {
  test('by hand; a bin of one prediction contributes nothing', () => {
    const predictions = topLabel([0.3, 0.9, 0.9, 0.9, 0.9], [1, 1, 0, 0, 0]);
    const diagram = reliabilityDiagram(predictions, { numBins: 2 });
    // (¼ − 0.9)² − ¼·¾/3 with weight ⅘.
    expect(debiasedCalibrationError(diagram)).toBeCloseTo(Math.sqrt(0.8 * (0.4225 - 0.0625)), 14);
  });

  test('takes away what chance adds: nearer to the truth than the plain error', () => {
    const rng = Rng.fromSeed(21);
    // Accuracy is 0.1 below confidence everywhere; 30 examples a bin.
    const confidences = Array.from({ length: 450 }, () => 0.2 + 0.8 * rng.uniform());
    const away = Array.from({ length: 60 }, () => {
      const correct = confidences.map((c) => +(rng.uniform() < c - 0.1));
      const diagram = reliabilityDiagram(topLabel(confidences, correct), { binning: 'kumar' });
      return [
        debiasedCalibrationError(diagram) ** 2 - 0.01,
        rootMeanSquareCalibrationError(diagram) ** 2 - 0.01,
      ] as const;
    });
    const mean = (of: 0 | 1): number => away.reduce((sum, pair) => sum + pair[of], 0) / away.length;
    // A fifth of accuracy's variance over 30: 0.006 on average.
    expect(mean(1)).toBeGreaterThan(0.004);
    expect(Math.abs(mean(0))).toBeLessThan(0.0015);
  });
});

describe('three things that are called ACE', () => {
  test('have three names and three values', () => {
    const predictions = topLabel([0.55, 0.65, 0.75, 0.95, 0.95, 0.95], [1, 0, 1, 1, 1, 0]);
    const unweighted = unweightedCalibrationError(
      reliabilityDiagram(predictions, { binning: 'netcal' }),
    );
    // Bins hold 0.55, 0.65, 0.75 and three of 0.95.
    expect(unweighted).toBeCloseTo((0.45 + 0.65 + 0.25 + (0.95 - 2 / 3)) / 4, 14);
    // Two bins of three: 0.65 and 0.95 against two thirds.
    expect(equalMassCalibrationError(predictions, 2)).toBeCloseTo(
      (2 / 3 - 0.65 + 0.95 - 2 / 3) / 2,
      14,
    );
    const predicted = predictionsOf([[Math.log(3), 0]], [1]);
    expect(classConditionalEqualMassError(predicted)).toBeCloseTo(0.75, 14);
  });

  test('equal mass: 15 bins unless asked otherwise', () => {
    const predictions = randomTopLabel(5, 200);
    const diagram = reliabilityDiagram(predictions, { binning: 'kumar', numBins: 15 });
    expect(equalMassCalibrationError(predictions)).toBe(expectedCalibrationError(diagram));
  });
});

describe('calibrationErrorInterval', () => {
  test('equals binning every resample anew', () => {
    const predictions = randomTopLabel(11, 120);
    const options = { samples: 40, seed: 5 };
    const anew = bootstrapInterval(
      120,
      (indices) =>
        maximumCalibrationError(reliabilityDiagram(take(predictions, indices), { numBins: 7 })),
      options,
    );
    const got = calibrationErrorInterval(predictions, {
      ...options,
      numBins: 7,
      error: maximumCalibrationError,
    });
    expect(got).toEqual(anew);
  });

  test('holds the error of a model that is far from calibrated', () => {
    const predictions = randomTopLabel(12, 2000);
    const error = expectedCalibrationError(reliabilityDiagram(predictions));
    const { lower, upper } = calibrationErrorInterval(predictions, { samples: 100 });
    // E[c − c²] = 1/6 for uniform c.
    expect(error).toBeCloseTo(1 / 6, 1);
    expect(lower).toBeLessThan(error);
    expect(upper).toBeGreaterThan(error);
    expect(upper - lower).toBeLessThan(0.06);
  });

  test('unsound predictions are refused', () => {
    expect(() => calibrationErrorInterval(topLabel([2], [1]))).toThrow('got 2 at row 0');
  });
});
