import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { isotonicRegression } from './isotonic-regression.ts';

const observations = fc.array(
  fc.record({
    value: fc.double({ min: -10, max: 10, noNaN: true }),
    weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
);

/** m_i = max over a ≤ i of the min over b ≥ i of the weighted mean of v_a … v_b: O(N³), no pooling. */
function maxMin(values: readonly number[], weights: readonly number[]): number[] {
  return values.map((_, i) => {
    let largest = -Infinity;
    for (let a = 0; a <= i; a++) {
      let smallest = Infinity;
      for (let b = i; b < values.length; b++) {
        let sum = 0;
        let total = 0;
        for (let j = a; j <= b; j++) {
          sum += weights[j]! * values[j]!;
          total += weights[j]!;
        }
        smallest = Math.min(smallest, sum / total);
      }
      largest = Math.max(largest, smallest);
    }
    return largest;
  });
}

describe('isotonicRegression', () => {
  test('by hand: a violation reaches back as far as it has to', () => {
    expect(Array.from(isotonicRegression([1, 3, 5, 2, 0, 7]))).toEqual([1, 2.5, 2.5, 2.5, 2.5, 7]);
    expect(Array.from(isotonicRegression([2, 1], [1, 3]))).toEqual([1.25, 1.25]);
  });

  test('what rises already is left alone, what falls becomes its mean', () => {
    expect(Array.from(isotonicRegression([0.1, 0.1, 0.3], [0.3, 0.7, 0.9]))).toEqual([
      0.1, 0.1, 0.3,
    ]);
    expect(Array.from(isotonicRegression([4, 2, 0]))).toEqual([2, 2, 2]);
    expect(Array.from(isotonicRegression([0.7], [0.3]))).toEqual([0.7]);
    expect(isotonicRegression([])).toHaveLength(0);
  });

  test('equals the max-min formula, and never falls', () => {
    fc.assert(
      fc.property(observations, (rows) => {
        const values = rows.map((row) => row.value);
        const weights = rows.map((row) => row.weight);
        const fitted = isotonicRegression(values, weights);
        expectAllClose(fitted, maxMin(values, weights), { rtol: 1e-10, atol: 1e-12 });
        for (let i = 1; i < fitted.length; i++) {
          expect(fitted[i]).toBeGreaterThanOrEqual(fitted[i - 1]!);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('a weight is a repetition', () => {
    const spread = isotonicRegression([3, 3, 1, 2, 2, 2, 0]);
    const pooled = isotonicRegression([3, 1, 2, 0], [2, 1, 3, 1]);
    expectAllClose(pooled, [spread[0]!, spread[2]!, spread[3]!, spread[6]!]);
  });

  test('unsound observations are refused with their row', () => {
    expect(() => isotonicRegression([1, NaN])).toThrow('expected finite values, got NaN at row 1');
    expect(() => isotonicRegression([1, 2], [1])).toThrow('a weight for each of 2 values, got 1');
    for (const weight of [0, -1, Infinity, NaN]) {
      expect(() => isotonicRegression([1], [weight])).toThrow(
        `expected finite weights above 0, got ${weight} at row 0`,
      );
    }
  });
});
