import { describe, expect, test } from 'vitest';
import { classesWithin, isClassTriple, withClass } from './class-triple.ts';

describe('isClassTriple', () => {
  test.each([[[0, 1, 2]], [[9, 0, 4]]])('takes %j', (numbers) => {
    expect(isClassTriple(numbers)).toBe(true);
  });

  test.each([
    [[0, 1]],
    [[0, 1, 2, 3]],
    [[0, 1, 1]],
    [[0, -1, 2]],
    [[0, 0.5, 2]],
    [[0, 1, Number.NaN]],
  ])('refuses %j', (numbers) => {
    expect(isClassTriple(numbers)).toBe(false);
  });
});

describe('classesWithin', () => {
  test('keeps classes that the file has', () => {
    expect(classesWithin([7, 9, 3], 10)).toEqual([7, 9, 3]);
  });

  test('falls back on the first three', () => {
    expect(classesWithin([7, 10, 3], 10)).toEqual([0, 1, 2]);
  });
});

describe('withClass', () => {
  test('puts a new class in its place', () => {
    expect(withClass([0, 1, 2], 1, 5)).toEqual([0, 5, 2]);
  });

  test('swaps with the place the class had', () => {
    expect(withClass([0, 1, 2], 0, 2)).toEqual([2, 1, 0]);
  });

  test('changes nothing when the class stands there already', () => {
    expect(withClass([0, 1, 2], 2, 2)).toEqual([0, 1, 2]);
  });
});
