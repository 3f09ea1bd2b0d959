import { describe, expect, test } from 'vitest';
import { ShapeError } from '../base/index.ts';
import { hostTensor } from '../tensor/index.ts';
import { makeSplit, selectExamples } from './dataset.ts';

/** Four images of 1×2 pixels and two channels: image i holds 10i … 10i + 3. */
const split = {
  images: hostTensor(
    'uint8',
    [4, 1, 2, 2],
    Uint8Array.from({ length: 16 }, (_, i) => 10 * (i >> 2) + (i & 3)),
  ),
  labels: Int32Array.of(0, 1, 2, 1),
};

describe('makeSplit', () => {
  test('refuses another number of labels than of images', () => {
    const labels = Int32Array.of(0, 1);
    expect(() => makeSplit('mnist', { ...split, labels }, 3)).toThrow(ShapeError);
    expect(() => makeSplit('mnist', { ...split, labels }, 3)).toThrow('got 2 labels and 4 images');
  });

  test('refuses images without rows and columns', () => {
    const images = hostTensor('uint8', [4, 4], new Uint8Array(16));
    expect(() => makeSplit('mnist', { ...split, images }, 3)).toThrow(ShapeError);
  });

  test('refuses labels outside the classes', () => {
    expect(() => makeSplit('mnist', split, 2)).toThrow('got 2 at row 2');
  });
});

describe('selectExamples', () => {
  test('copies images with their labels, in the given order', () => {
    const chosen = selectExamples(split, Uint32Array.of(3, 0));
    expect(chosen.images.shape).toEqual([2, 1, 2, 2]);
    expect([...chosen.images.data]).toEqual([30, 31, 32, 33, 0, 1, 2, 3]);
    expect([...chosen.labels]).toEqual([1, 0]);
  });
});
