import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { fitIsotonic, placeOf } from './isotonic.ts';
import { recalibrate } from './recalibrate.ts';

/** Logits whose softmax is (1 − p, p). */
const rowsOf = (probabilities: readonly number[]): number[][] =>
  probabilities.map((p) => [Math.log1p(-p), Math.log(p)]);

describe('fitIsotonic', () => {
  test('by hand: violators are pooled, and only knots that shape the curve are kept', () => {
    const p = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.9];
    const { curves } = fitIsotonic(predictionsOf(rowsOf(p), [0, 0, 0, 1, 0, 1, 1]));
    // Sorted by p the outcomes are 0 0 0 1 0 1 1: the 1 and 0 in the middle become 1/2 each.
    expectAllClose(curves[1]!.from, [0.1, 0.3, 0.4, 0.6, 0.7, 0.9]);
    expect(curves[1]!.to).toEqual([0, 0, 0.5, 0.5, 1, 1]);
    expectAllClose(curves[0]!.from, [0.1, 0.3, 0.4, 0.6, 0.7, 0.9]);
    expect(curves[0]!.to).toEqual([0, 0, 0.5, 0.5, 1, 1]);
  });

  test('equal probabilities are one point', () => {
    const p = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75];
    const { curves } = fitIsotonic(predictionsOf(rowsOf(p), [1, 0, 0, 0, 1, 0]));
    expectAllClose(curves[1]!.from, [0.25, 0.75]);
    expect(curves[1]!.to).toEqual([0.25, 0.5]);
  });

  test('a class never seen is 0 everywhere, and a row of zeros is shared by all classes', () => {
    const rows = [
      [0, -9, 4],
      [1, -8, 5],
      [4, -9, 1],
      [5, -8, 0],
    ];
    const fit = fitIsotonic(predictionsOf(rows, [2, 2, 0, 0]));
    expect(fit.curves[1]!.to.every((p) => p === 0)).toBe(true);
    const result = recalibrate(fit, predictionsOf([[-50, 50, -50]], [0]).logits);
    expectAllClose('probabilities' in result ? result.probabilities.data : [], [
      1 / 3,
      1 / 3,
      1 / 3,
    ]);
  });

  test('its probabilities of a class have the right mean on the examples of the fit', () => {
    const predictions = randomPredictions(3, { count: 200, numClasses: 2, scale: 4 });
    const result = recalibrate(fitIsotonic(predictions), predictions.logits);
    const data = 'probabilities' in result ? result.probabilities.data : new Float64Array(0);
    const mean = data.reduce((sum, p, i) => sum + (i % 2 === 1 ? p : 0), 0) / 200;
    const share = predictions.labels.reduce((sum, label) => sum + label, 0) / 200;
    expect(mean).toBeCloseTo(share, 12);
  });
});

test('placeOf finds the last number that is not above', () => {
  expect([-1, 0, 0.5, 1, 2.9, 3, 9].map((value) => placeOf([0, 1, 3], value))).toEqual([
    0, 0, 0, 1, 1, 2, 2,
  ]);
});
