import { describe, expect, test } from 'vitest';
import {
  assertFraction,
  assertInteger,
  assertLabels,
  assertPositive,
  assertSmoothing,
  assertWithin,
} from './assertions.ts';
import { TemperError, ValueRangeError } from './errors.ts';

/** Which of the values an assertion lets through. */
function accepted(values: readonly number[], check: (value: number) => void): number[] {
  return values.filter((value) => {
    try {
      check(value);
      return true;
    } catch (error) {
      if (!(error instanceof ValueRangeError)) throw error;
      return false;
    }
  });
}

const SAMPLES = [Number.NaN, -Infinity, -1, -0.1, 0, 0.5, 1, 1.5, 2, Infinity];

describe('assertions', () => {
  test('assertFraction takes [0, 1], and neither NaN nor infinities', () => {
    expect(
      accepted(SAMPLES, (value) => {
        assertFraction('f', 'x', value);
      }),
    ).toEqual([0, 0.5, 1]);
  });

  test('assertSmoothing takes [0, 1): at 1 nothing of the label is left', () => {
    expect(
      accepted(SAMPLES, (value) => {
        assertSmoothing('f', 'x', value);
      }),
    ).toEqual([0, 0.5]);
  });

  test('assertPositive takes finite numbers above 0', () => {
    expect(
      accepted(SAMPLES, (value) => {
        assertPositive('f', 'x', value);
      }),
    ).toEqual([0.5, 1, 1.5, 2]);
  });

  test('assertInteger takes whole numbers from its minimum on', () => {
    expect(
      accepted(SAMPLES, (value) => {
        assertInteger('f', 'x', value, 1);
      }),
    ).toEqual([1, 2]);
    expect(
      accepted([2 ** 53], (value) => {
        assertInteger('f', 'x', value);
      }),
    ).toEqual([]);
  });

  test('an infinite bound does not let an infinite value through', () => {
    const interval = { minimum: 0, maximum: Infinity };
    expect(
      accepted(SAMPLES, (value) => {
        assertWithin('f', 'x', value, interval);
      }),
    ).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  test('errors say where, what, the range and the value, and carry their code', () => {
    expect(() => {
      assertSmoothing('smoothLabels', 'alpha', 1);
    }).toThrow('smoothLabels: expected alpha in [0, 1), got 1');
    try {
      assertFraction('f', 'x', 2);
    } catch (error) {
      expect(error).toBeInstanceOf(TemperError);
      expect(error).toMatchObject({ code: 'range', name: 'ValueRangeError' });
    }
    expect.assertions(3);
  });
});

describe('assertLabels', () => {
  test('takes classes only, none at all included', () => {
    expect(() => {
      assertLabels('f', Int32Array.of(0, 2, 1), 3);
      assertLabels('f', new Int32Array(0), 3);
    }).not.toThrow();
  });

  test.each([
    [Int32Array.of(0, 2, 3, 9), 'labels.idx: expected labels in [0, 3), got 3 at row 2'],
    [Int32Array.of(-1), 'got -1 at row 0'],
  ])('refuses %j and names the first label outside', (labels, message) => {
    expect(() => {
      assertLabels('labels.idx', labels, 3);
    }).toThrow(message);
  });
});
