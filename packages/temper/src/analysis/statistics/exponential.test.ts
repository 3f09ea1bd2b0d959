import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { expNonPositive } from './exponential.ts';

describe('expNonPositive', () => {
  it('agrees with Math.exp to 1e-15 from 0 to −700', () => {
    const rng = Rng.fromSeed(0);
    let worst = 0;
    for (let i = 0; i < 100_000; i++) {
      const x = -(10 ** (-8 + 10.84 * rng.uniform()));
      worst = Math.max(worst, Math.abs(expNonPositive(x) / Math.exp(x) - 1));
    }
    expect(worst).toBeLessThan(1e-15);
  });

  it('is exact at 0, and 0 where doubles end', () => {
    expect(expNonPositive(0)).toBe(1);
    expect(expNonPositive(-0)).toBe(1);
    expect(expNonPositive(-746.5)).toBe(0);
    expect(expNonPositive(-Infinity)).toBe(0);
    expect(expNonPositive(NaN)).toBeNaN();
  });

  it('follows doubles without full precision down to the smallest', () => {
    expect(expNonPositive(-745)).toBe(Math.exp(-745));
    expect(Math.abs(expNonPositive(-720) - Math.exp(-720))).toBeLessThan(1e-323);
  });
});
