import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../base/index.ts';
import {
  broadcastShapes,
  formatShape,
  normalizeAxis,
  sameShape,
  sizeOf,
  stridesOf,
} from './shape.ts';

describe('sizeOf', () => {
  test.each([
    [[], 1],
    [[3], 3],
    [[2, 3, 4], 24],
    [[2, 0, 4], 0],
  ])('of %j is %i', (shape, size) => {
    expect(sizeOf(shape)).toBe(size);
  });
});

describe('sameShape', () => {
  test('tells ranks and sizes apart', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([], [])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });
});

describe('stridesOf', () => {
  test('counts elements in row-major order', () => {
    const shape = [2, 3, 4];
    const strides = stridesOf(shape);
    let count = 0;
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 3; j++) {
        for (let k = 0; k < 4; k++) {
          expect(i * strides[0]! + j * strides[1]! + k * strides[2]!).toBe(count++);
        }
      }
    }
    expect(stridesOf([])).toEqual([]);
  });
});

describe('broadcastShapes', () => {
  // Cases of NumPy's documentation of broadcasting, and empty ones.
  test.each([
    [
      [[256, 256, 3], [3]],
      [256, 256, 3],
    ],
    [
      [
        [8, 1, 6, 1],
        [7, 1, 5],
      ],
      [8, 7, 6, 5],
    ],
    [
      [[5, 4], [1]],
      [5, 4],
    ],
    [
      [
        [15, 3, 5],
        [15, 1, 5],
      ],
      [15, 3, 5],
    ],
    [
      [[], [2, 3]],
      [2, 3],
    ],
    [[[], []], []],
    [[[0], [1]], [0]],
    [[[1], [0]], [0]],
    [
      [[2, 1], [1, 3], [3]],
      [2, 3],
    ],
  ])('%j gives %j', (shapes, common) => {
    expect(broadcastShapes('f', ...shapes)).toEqual(common);
  });

  test.each([
    [[[3], [4]]],
    [
      [
        [2, 1],
        [8, 4, 3],
      ],
    ],
    [[[0], [2]]],
    [[[2], [1], [3]]],
  ])('refuses %j', (shapes) => {
    expect(() => broadcastShapes('add', ...shapes)).toThrow(ShapeError);
    expect(() => broadcastShapes('add', ...shapes)).toThrow(
      `add: expected shapes that broadcast together, got ${shapes.map(formatShape).join(' and ')}`,
    );
  });

  test('does not depend on the order of the operands', () => {
    const shape = fc.array(fc.constantFrom(1, 1, 2, 3), { maxLength: 3 });
    const attempt = (a: number[], b: number[]): number[] | undefined => {
      try {
        return broadcastShapes('f', a, b);
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(attempt(a, b)).toEqual(attempt(b, a));
      }),
      { seed: 1 },
    );
  });
});

describe('normalizeAxis', () => {
  test('counts negative axes from the back', () => {
    expect([-3, -1, 0, 2].map((axis) => normalizeAxis('f', axis, 3))).toEqual([0, 2, 0, 2]);
  });

  test.each([3, -4, 0.5, Number.NaN])('refuses %s for rank 3', (axis) => {
    expect(() => normalizeAxis('sum', axis, 3)).toThrow(
      `sum: expected an axis of a rank-3 tensor, got ${axis}`,
    );
  });
});
