import { describe, expect, test } from 'vitest';
import { Rng, ValueRangeError } from '../base/index.ts';
import { hostTensor } from '../tensor/index.ts';
import type { ClassificationSplit } from './dataset.ts';
import { holdOutValidation } from './split.ts';

/** Examples whose only pixels spell their index; 120 of class 0, 60 of class 1, 20 of class 2, mixed. */
const split: ClassificationSplit = {
  images: hostTensor(
    'uint8',
    [200, 1, 1],
    Uint8Array.from({ length: 200 }, (_, i) => i),
  ),
  labels: Int32Array.from({ length: 200 }, (_, i) => (i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2)),
};

function countsOf(labels: Int32Array): number[] {
  return [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
}

describe('holdOutValidation', () => {
  test('takes every class in proportion', () => {
    const { train, validation } = holdOutValidation(split, 50, Rng.fromSeed(0));
    expect(countsOf(validation.labels)).toEqual([30, 15, 5]);
    expect(countsOf(train.labels)).toEqual([90, 45, 15]);
  });

  test.each([1, 7, 33, 199])('takes %i examples, each class within one of its share', (size) => {
    const { train, validation } = holdOutValidation(split, size, Rng.fromSeed(0));
    expect(validation.labels).toHaveLength(size);
    expect(train.labels).toHaveLength(200 - size);
    countsOf(validation.labels).forEach((count, label) => {
      expect(Math.abs(count - (size * [120, 60, 20][label]!) / 200)).toBeLessThan(1);
    });
  });

  test('loses and repeats nothing, keeps labels with images, and keeps the order', () => {
    const { train, validation } = holdOutValidation(split, 50, Rng.fromSeed(0));
    const [kept, held] = [[...train.images.data], [...validation.images.data]];
    expect([...kept, ...held].sort((a, b) => a - b)).toEqual([...split.images.data]);
    for (const part of [train, validation]) {
      const indices = [...part.images.data];
      expect(indices).toEqual([...indices].sort((a, b) => a - b));
      expect([...part.labels]).toEqual(indices.map((index) => split.labels[index]));
    }
  });

  test('takes the same for the same stream, others for another', () => {
    const held = (seed: number): number[] => [
      ...holdOutValidation(split, 50, Rng.fromSeed(seed)).validation.images.data,
    ];
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
  });

  test.each([0, 200, -1, 2.5, Number.NaN])('refuses a size of %s', (size) => {
    expect(() => holdOutValidation(split, size, Rng.fromSeed(0))).toThrow(ValueRangeError);
  });
});
