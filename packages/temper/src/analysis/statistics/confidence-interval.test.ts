import { expect, test } from 'vitest';
import { wilsonInterval } from './confidence-interval.ts';

test('the ends solve the score equation |p̂ − p| = z·√(p(1−p)/n)', () => {
  const { lower, upper } = wilsonInterval(37, 50);
  for (const p of [lower, upper]) {
    expect(Math.abs(37 / 50 - p) / Math.sqrt((p * (1 - p)) / 50)).toBeCloseTo(
      1.959963984540054,
      12,
    );
  }
  expect(lower).toBeLessThan(0.74);
  expect(upper).toBeGreaterThan(0.74);
});

test('no success and no failure still leave a width, inside [0, 1]', () => {
  const none = wilsonInterval(0, 20);
  const all = wilsonInterval(20, 20);
  expect(none.lower).toBe(0);
  expect(all.upper).toBe(1);
  // z²/(n + z²), the root of p/√(p(1−p)/n) = z.
  expect(none.upper).toBeCloseTo(3.841458820694124 / 23.841458820694124, 12);
  expect(all.lower).toBeCloseTo(1 - none.upper, 12);
});

test('impossible counts are refused', () => {
  expect(() => wilsonInterval(0, 0)).toThrow('expected trials to be a whole number of at least 1');
  expect(() => wilsonInterval(4, 3)).toThrow('expected successes in [0, 3], got 4');
});
