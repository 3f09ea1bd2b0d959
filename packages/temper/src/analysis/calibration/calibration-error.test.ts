import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval } from '../statistics/index.ts';
import type { BinningRule } from './binning.ts';
import {
  calibrationErrorInterval,
  expectedCalibrationError,
  maximumCalibrationError,
  rootMeanSquareCalibrationError,
} from './calibration-error.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

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
