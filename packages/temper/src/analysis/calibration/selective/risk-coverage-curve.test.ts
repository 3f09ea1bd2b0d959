import { describe, expect, test } from 'vitest';
import { Rng } from '../../../base/index.ts';
import { thinCurve } from './risk-coverage-curve.ts';
import { selectiveRisk } from './selective-risk.ts';

const rng = Rng.fromSeed(1);
const { curve } = selectiveRisk(
  Float64Array.from({ length: 3000 }, () => rng.uniform()),
  Uint8Array.from({ length: 3000 }, () => rng.integer(2)),
);

describe('thinCurve', () => {
  test.each([500, 37, 2])('keeps at most %i points, all of them points of the curve', (points) => {
    const thin = thinCurve(curve, points);
    expect(thin.coverages.length).toBeLessThanOrEqual(points);
    expect(thin.coverages.length).toBeGreaterThan(0.9 * points);
    for (const [i, coverage] of thin.coverages.entries()) {
      const at = curve.coverages.indexOf(coverage);
      expect([thin.risks[i], thin.thresholds[i]]).toEqual([curve.risks[at], curve.thresholds[at]]);
    }
    expect(thin.coverages[0]).toBe(1 / 3000);
    expect(thin.coverages.at(-1)).toBe(1);
  });

  test('leaves no gap wider than two steps', () => {
    const { coverages } = thinCurve(curve, 100);
    const gaps = [...coverages].slice(1).map((coverage, i) => coverage - coverages[i]!);
    expect(Math.max(...gaps)).toBeLessThan(2 / 99);
  });

  test('leaves a short curve as it is', () => {
    expect(thinCurve(curve, 3000)).toBe(curve);
  });

  test('needs two points', () => {
    expect(() => thinCurve(curve, 1)).toThrow('thinCurve: expected points');
  });
});
