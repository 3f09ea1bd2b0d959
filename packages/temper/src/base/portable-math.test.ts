import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portableLog } from './portable-math.ts';

/** Error in units of the larger of 1e-15 and a relative 1e-15: about 4 units in the last place at most. */
function misses(x: number): boolean {
  const exact = Math.log(x);
  return !(Math.abs(portableLog(x) - exact) <= 1e-15 * Math.max(Math.abs(exact), 1e-3));
}

describe('portableLog', () => {
  test('agrees with Math.log over (0, 1), where the normal variates need it', () => {
    const wrong = Array.from({ length: 50_000 }, (_, i) => (i + 1) / 50_001).filter(misses);
    expect(wrong).toEqual([]);
  });

  test('agrees with Math.log over all positive normal numbers', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2.2250738585072014e-308, max: Number.MAX_VALUE, noNaN: true }),
        (x) => !misses(x),
      ),
      { seed: 1, numRuns: 5_000 },
    );
  });

  test('is exact where the logarithm is: 0 at 1', () => {
    expect(portableLog(1)).toBe(0);
    expect(portableLog(2)).toBe(Math.LN2);
  });
});
