import { describe, expect, test } from 'vitest';
import { RunningMoments } from './moments.ts';

function momentsOf(values: readonly number[]): RunningMoments {
  const moments = new RunningMoments();
  for (const value of values) moments.add(value);
  return moments;
}

describe('RunningMoments', () => {
  test('of 2, 4, 4, 4, 5, 5, 7, 9', () => {
    const moments = momentsOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(moments.mean).toBeCloseTo(5, 14);
    expect(moments.standardDeviation).toBeCloseTo(2, 14);
    expect(moments.coefficientOfVariation).toBeCloseTo(0.4, 14);
    // Squared deviations sum to 32: √(32 / (8·7)).
    expect(moments.estimate().standardError).toBeCloseTo(0.7559289460184544, 14);
  });

  test('keeps the spread of values far from zero', () => {
    expect(momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]).standardDeviation).toBeCloseTo(
      Math.sqrt(2 / 3),
      12,
    );
  });

  test('one value has no standard error and no spread', () => {
    expect(momentsOf([3]).estimate()).toEqual({ mean: 3, standardError: null, count: 1 });
    expect(momentsOf([3]).standardDeviation).toBe(0);
  });

  test('a mean of 0 has no relative spread', () => {
    expect(momentsOf([-1, 1]).coefficientOfVariation).toBeNull();
    expect(momentsOf([]).coefficientOfVariation).toBeNull();
  });

  test('a negative mean still has a positive relative spread', () => {
    expect(momentsOf([-1, -3]).coefficientOfVariation).toBeCloseTo(0.5, 14);
  });
});
