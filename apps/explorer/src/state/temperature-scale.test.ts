import { describe, expect, test } from 'vitest';
import {
  isTemperature,
  roundTemperature,
  sliderLimits,
  sliderPosition,
  sliderStep,
  temperatureAt,
} from './temperature-scale.ts';

describe('sliderLimits', () => {
  test.each([
    [1, -1, 1],
    [0.1, -1, 1],
    [10, -1, 1],
    [10.5, -1, 2],
    [0.004, -3, 1],
  ])('reach around a fitted temperature of %d', (fitted, min, max) => {
    expect(sliderLimits(fitted)).toEqual({ min, max });
  });
});

describe('temperatureAt', () => {
  test('undoes sliderPosition to six digits', () => {
    for (const temperature of [0.1, 0.767514, 1, 2.71828, 10]) {
      expect(temperatureAt(sliderPosition(temperature))).toBe(temperature);
    }
  });

  test('is exactly 1 in the middle', () => {
    expect(temperatureAt(0)).toBe(1);
  });

  test('grows by the same factor at every step', () => {
    expect(temperatureAt(sliderStep)).toBe(1.02329);
    expect(temperatureAt(sliderStep) * temperatureAt(-sliderStep)).toBeCloseTo(1, 5);
  });
});

describe('roundTemperature', () => {
  test('keeps six digits', () => {
    expect(roundTemperature(1.23456789)).toBe(1.23457);
    expect(roundTemperature(0.000123456789)).toBe(0.000123457);
  });
});

describe('isTemperature', () => {
  test.each([0, -1, Number.NaN, Infinity, 1e-7, 1e7])('refuses %d', (value) => {
    expect(isTemperature(value)).toBe(false);
  });

  test.each([1e-6, 1, 1e6])('takes %d', (value) => {
    expect(isTemperature(value)).toBe(true);
  });
});
