import { describe, expect, test } from 'vitest';
import { writeInterval, writeScore, writeTemperature } from './write-number.ts';

describe('writeTemperature', () => {
  test.each([
    [1, '1'],
    [0.767514, '0.768'],
    [2.5, '2.5'],
    [0.012345, '0.01235'],
    [12345.6, '12350'],
  ])('writes %d as %s', (temperature, text) => {
    expect(writeTemperature(temperature)).toBe(text);
  });
});

describe('writeScore and writeInterval', () => {
  test('write fractions as percentages, and other numbers as they are', () => {
    expect(writeScore(0.83375, 'percent')).toBe('83.38 %');
    expect(writeInterval({ lower: 0.8242, upper: 0.843 }, 'percent')).toBe('[82.42, 84.30]');
    expect(writeScore(0.03664, 'number')).toBe('0.0366');
    expect(writeInterval({ lower: 0.03, upper: 0.04567 }, 'number')).toBe('[0.0300, 0.0457]');
  });
});
