import { describe, expect, test } from 'vitest';
import { median, robustSlope, timeRatio } from './statistics.ts';

describe('median', () => {
  test.each([
    [[3], 3],
    [[9, 1, 4], 4],
    [[10, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('timeRatio', () => {
  test('of twice the time is 2, with no room around it, however uneven the rounds', () => {
    const others = [10, 30, 11, 200, 12];
    const ratio = timeRatio(
      others.map((time) => 2 * time),
      others,
    );
    expect(ratio).toMatchObject({ ofMedians: 2, perRound: 2, interval: { lower: 2, upper: 2 } });
  });

  test('compares within rounds apart from comparing medians', () => {
    const ratio = timeRatio([1, 2, 30], [4, 1, 10]);
    expect(ratio.ofMedians).toBe(0.5);
    expect(ratio.perRound).toBe(2);
    expect(ratio.interval.lower).toBeGreaterThanOrEqual(0.25);
    expect(ratio.interval.upper).toBe(3);
  });
});

describe('robustSlope', () => {
  test('is the slope of a line, up or down', () => {
    expect(robustSlope([5, 8, 11, 14])).toBe(3);
    expect(robustSlope([1, 0.5, 0])).toBe(-0.5);
  });

  test('is not moved by one sample far off', () => {
    expect(robustSlope([100, 100, 100, 20, 100, 100, 100])).toBe(0);
  });
});
