import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { applyBeta, fitBetaCalibration } from './beta-calibration.ts';
import { recalibrate } from './recalibrate.ts';

describe('fitBetaCalibration', () => {
  test('two classes mirror each other, so that normalising changes nothing', () => {
    const { curves } = fitBetaCalibration(
      randomPredictions(2, { count: 200, numClasses: 2, scale: 3 }),
    );
    const [zero, one] = [curves[0]!, curves[1]!];
    expectAllClose([one.a, one.b, one.c], [zero.b, zero.a, -zero.c], { rtol: 1e-8 });
  });

  test('logits of which every shared temperature is known: a and b are its inverse', () => {
    // p = sigmoid(±2) while 3 in 4 are right either way: a = b = ln 3 / 2, c = 0.
    const rows = Array.from({ length: 8 }, (_, n) => (n < 4 ? [2, 0] : [0, 2]));
    const fit = fitBetaCalibration(predictionsOf(rows, [0, 0, 0, 1, 1, 1, 1, 0]));
    const result = recalibrate(fit, predictionsOf([[2, 0]], [0]).logits);
    // The penalty of 1e-6 moves it a little.
    expectAllClose('probabilities' in result ? result.probabilities.data : [], [0.75, 0.25], {
      rtol: 1e-4,
    });
  });

  test('curves never fall, even for logits that are worse than none', () => {
    const { logits, labels } = randomPredictions(6, { count: 200, numClasses: 3, advantage: -2 });
    const { curves } = fitBetaCalibration({ logits, labels });
    for (const { a, b } of curves) {
      expect(a).toBeGreaterThanOrEqual(0);
      expect(b).toBeGreaterThanOrEqual(0);
      expect(Math.min(a, b)).toBe(0);
    }
  });

  test('a class never seen, perfect separation and certainty end at finite curves', () => {
    const rows = [
      [9, 0, 0],
      [800, 0, 1],
      [0, 9, 0],
      [0, 900, 1],
    ];
    const { curves } = fitBetaCalibration(predictionsOf(rows, [0, 0, 1, 1]));
    for (const curve of curves) {
      for (const value of Object.values(curve) as number[])
        expect(Number.isFinite(value)).toBe(true);
      for (const logP of [0, -1e-300, -1, -1e5]) {
        const p = applyBeta(curve, logP);
        expect(p >= 0 && p <= 1).toBe(true);
      }
    }
  });

  test('a negative penalty is refused', () => {
    expect(() => fitBetaCalibration(randomPredictions(1), { penalty: -1 })).toThrow(
      'fitBetaCalibration: expected penalty',
    );
  });
});

test('applyBeta: 1, 1, 0 is the identity, to the last digits near 0 and 1', () => {
  const identity = { a: 1, b: 1, c: 0 };
  for (const p of [1e-200, 1e-9, 0.3, 0.999]) {
    expect(applyBeta(identity, Math.log(p)) / p).toBeCloseTo(1, 12);
  }
  expect(applyBeta(identity, -1e-18)).toBe(1);
});
