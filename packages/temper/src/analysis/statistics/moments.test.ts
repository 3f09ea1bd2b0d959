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

  test('merges to what one would have taken in', () => {
    const values = [3, -1, 4, 1, 5.5, 9, 2.25];
    const [whole, first, second] = [
      new RunningMoments(),
      new RunningMoments(),
      new RunningMoments(),
    ];
    values.forEach((value, i) => {
      whole.add(value);
      (i < 3 ? first : second).add(value);
    });
    first.merge(new RunningMoments());
    first.merge(second);
    expect(first.count).toBe(7);
    expect(first.mean).toBeCloseTo(whole.mean, 14);
    expect(first.standardDeviation).toBeCloseTo(whole.standardDeviation, 14);
    const copy = new RunningMoments();
    copy.merge(whole);
    expect(copy.estimate()).toEqual(whole.estimate());
  });
});
