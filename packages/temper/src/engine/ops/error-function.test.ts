import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { errorFunction } from './error-function.ts';

describe('errorFunction', () => {
  it('gives the tabulated values to the last digits', () => {
    // By mpmath at 25 digits.
    const table = [
      [1e-300, 1.1283791670955126e-300],
      [0.1, 0.1124629160182849],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [1.5, 0.9661051464753107],
      [1.9999999, 0.9953222629522538],
      [2, 0.9953222650189527],
      [3, 0.9999779095030014],
      [4, 0.9999999845827421],
    ] as const;
    for (const [x, value] of table) {
      expectAllClose([errorFunction(x), errorFunction(-x)], [value, -value], {
        rtol: 1e-15,
        atol: 0,
      });
    }
  });

  it('is exact at 0 and far out', () => {
    expect([-Infinity, -40, -6, 0, 6, Infinity].map(errorFunction)).toEqual([-1, -1, -1, 0, 1, 1]);
    expect(errorFunction(NaN)).toBeNaN();
  });

  it('rises and never leaves [−1, 1]', () => {
    let before = -1;
    for (let k = -700; k <= 700; k++) {
      const value = errorFunction(k / 100);
      expect(value).toBeGreaterThanOrEqual(before);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      before = value;
    }
  });
});
