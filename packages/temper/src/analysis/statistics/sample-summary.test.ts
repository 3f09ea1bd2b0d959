import { describe, expect, test } from 'vitest';
import { summarizeSample } from './sample-summary.ts';

/** Half the width of the interval in standard errors: the t quantile. */
function quantileOf(count: number): number {
  const { mean, standardDeviation, interval } = summarizeSample(
    Array.from({ length: count }, (_, i) => i),
  );
  return (interval!.upper - mean) / (standardDeviation! / Math.sqrt(count));
}

describe('summarizeSample', () => {
  test('by hand: 2, 4, 6 have standard deviation 2', () => {
    const { count, mean, standardDeviation, interval } = summarizeSample([2, 4, 6]);
    expect({ count, mean }).toEqual({ count: 3, mean: 4 });
    expect(standardDeviation).toBeCloseTo(2, 14);
    expect(interval).toMatchObject({ method: 'student-t', level: 0.95 });
  });

  // Printed tables of the 97.5 % point, for odd and even degrees of freedom.
  test.each([
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [4, 2.77645],
    [5, 2.57058],
    [9, 2.26216],
    [10, 2.22814],
    [30, 2.04227],
    [120, 1.97993],
  ])('with %i degrees of freedom the interval is as in the tables', (degrees, quantile) => {
    expect(quantileOf(degrees + 1)).toBeCloseTo(quantile, 4);
  });

  test('a single value has no spread, equal values have none to speak of', () => {
    expect(summarizeSample([3])).toEqual({
      count: 1,
      mean: 3,
      standardDeviation: null,
      interval: null,
    });
    expect(summarizeSample([3, 3])).toMatchObject({
      standardDeviation: 0,
      interval: { lower: 3, upper: 3 },
    });
  });

  test('needs a value', () => {
    expect(() => summarizeSample([])).toThrow('expected at least one value, got none');
  });
});
