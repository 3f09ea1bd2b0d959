import { describe, expect, test } from 'vitest';
import { randomPredictions } from '../../../test/support/analysis.ts';
import { hostTensor } from '../../tensor/index.ts';
import { calibrationRefinement } from './calibration-refinement.ts';
import { scoreExamples } from './score-examples.ts';

describe('calibrationRefinement', () => {
  test('by hand: loss = calibration + refinement, the difference paired', () => {
    const { loss, calibration, refinement } = calibrationRefinement(
      Float64Array.of(1, 2, 6),
      Float64Array.of(0.5, 1.5, 4),
    );
    expect([loss.mean, refinement.mean, calibration.mean]).toEqual([3, 2, 1]);
    // Differences ½, ½, 2: deviations −½, −½, 1 about their mean, √(1.5/6).
    expect(calibration.standardError).toBeCloseTo(0.5, 14);
  });

  test.each(['nll', 'brier'] as const)(
    'of logits that were multiplied by 3, dividing them gives their %s back as refinement',
    (score) => {
      const original = randomPredictions(5, { count: 400, advantage: 1 });
      const sharp = hostTensor(
        'float64',
        original.logits.shape,
        Float64Array.from(original.logits.data, (z) => 3 * z),
      );
      const before = scoreExamples({ ...original, logits: sharp })[score];
      const after = scoreExamples({ ...original, logits: sharp }, { temperature: 3 })[score];
      const split = calibrationRefinement(before, after);
      const truth = scoreExamples(original)[score];
      const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
      expect(split.refinement.mean).toBeCloseTo(mean, 12);
      expect(split.calibration.mean).toBeGreaterThan(0);
      expect(split.calibration.mean + split.refinement.mean).toBeCloseTo(split.loss.mean, 12);
    },
  );

  test('one example has no standard error; a recalibration that does harm is below 0', () => {
    const { calibration } = calibrationRefinement(Float64Array.of(1), Float64Array.of(1.5));
    expect(calibration).toEqual({ mean: -0.5, standardError: null, count: 1 });
  });

  test('losses that do not belong together are refused', () => {
    expect(() => calibrationRefinement(new Float64Array(0), new Float64Array(0))).toThrow(
      'at least one, got 0 and 0',
    );
    expect(() => calibrationRefinement(new Float64Array(2), new Float64Array(1))).toThrow(
      'got 2 and 1',
    );
  });
});
