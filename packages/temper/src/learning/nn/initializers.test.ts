import { describe, expect, test } from 'vitest';
import { Rng, ShapeError, ValueRangeError } from '../../base/index.ts';
import { filled, glorotUniform, heNormal, ones, truncatedNormal, zeros } from './initializers.ts';

const rng = (): Rng => Rng.fromSeed(7);

/** Mean, standard deviation and excess kurtosis. */
function moments(values: Float32Array): { mean: number; stdDev: number; kurtosis: number } {
  const about = (center: number, power: number): number =>
    values.reduce((sum, x) => sum + (x - center) ** power, 0) / values.length;
  const mean = about(0, 1);
  const variance = about(mean, 2);
  return { mean, stdDev: Math.sqrt(variance), kurtosis: about(mean, 4) / variance ** 2 - 3 };
}

// 40,000 draws: standard errors are 0.5 % of σ for the mean, 0.35 % for σ, 0.025 for the kurtosis.
const WEIGHT = [200, 200];

describe('heNormal', () => {
  test('is normal with variance 2/fanIn', () => {
    const { mean, stdDev, kurtosis } = moments(heNormal(WEIGHT, rng()));
    expect(Math.abs(mean) / 0.1).toBeLessThan(0.02);
    expect(stdDev / 0.1).toBeCloseTo(1, 1.5);
    expect(Math.abs(kurtosis)).toBeLessThan(0.1);
  });

  test('counts the kernel into the inputs, and not the outputs', () => {
    const { stdDev } = moments(heNormal([1000, 2, 5, 5], rng()));
    expect(stdDev / Math.sqrt(2 / 50)).toBeCloseTo(1, 1.5);
  });
});

describe('glorotUniform', () => {
  test('is uniform within ±√(6/(fanIn + fanOut)), kernel included', () => {
    const bound = Math.sqrt(6 / (100 * 4 + 100 * 4));
    const values = glorotUniform([100, 100, 2, 2], rng());
    const { mean, stdDev, kurtosis } = moments(values);
    expect(Math.abs(mean) / bound).toBeLessThan(0.02);
    expect(stdDev / (bound / Math.sqrt(3))).toBeCloseTo(1, 1.5);
    expect(kurtosis).toBeCloseTo(-1.2, 1);
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest).toBeGreaterThan(0.999 * bound);
  });

  test('takes inputs and outputs apart', () => {
    const values = glorotUniform([20, 1980], rng());
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest / Math.sqrt(6 / 2000)).toBeCloseTo(1, 3);
  });
});

describe('truncatedNormal', () => {
  const values = truncatedNormal(0.5)(WEIGHT, rng());

  test('never leaves two standard deviations, and comes close', () => {
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest).toBeLessThanOrEqual(1);
    expect(largest).toBeGreaterThan(0.999);
  });

  test('has the moments of a normal cut at 2σ', () => {
    const { mean, stdDev } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    // √(1 − 4φ(2)/(2Φ(2) − 1)) = 0.87963.
    expect(stdDev / 0.5).toBeCloseTo(0.8796, 2);
  });

  test('redraws what falls outside, so that nothing piles up at the bounds', () => {
    const share = (low: number, high: number): number =>
      values.filter((x) => Math.abs(x) >= low && Math.abs(x) <= high).length / values.length;
    // P(|x| < σ) = 0.6827/0.9545; the outer 0.02σ hold 2·0.02·φ(2)/0.9545 at least.
    expect(share(0, 0.5)).toBeCloseTo(0.7152, 2);
    expect(share(0.99, 1)).toBeLessThan(0.004);
  });

  test('refuses a standard deviation that is not above 0', () => {
    expect(() => truncatedNormal(0)).toThrow(ValueRangeError);
    expect(() => truncatedNormal(NaN)).toThrow(ValueRangeError);
  });
});

describe('every initializer', () => {
  test.each([heNormal, glorotUniform, truncatedNormal(1)])('is a function of its seed', (draw) => {
    expect(draw([3, 4], rng())).toEqual(draw([3, 4], rng()));
    expect(draw([3, 4], rng())).not.toEqual(draw([3, 4], rng().fork('other')));
  });

  test.each([heNormal, glorotUniform])('refuses shapes without inputs and outputs', (draw) => {
    expect(() => draw([5], rng())).toThrow(ShapeError);
  });

  test('zeros, ones and other numbers fill any shape', () => {
    expect(zeros([2, 2], rng())).toEqual(Float32Array.of(0, 0, 0, 0));
    expect(ones([3], rng())).toEqual(Float32Array.of(1, 1, 1));
    expect(filled(0.5)([2], rng())).toEqual(Float32Array.of(0.5, 0.5));
    expect(ones([], rng())).toEqual(Float32Array.of(1));
  });
});
