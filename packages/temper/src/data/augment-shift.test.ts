import { describe, expect, test } from 'vitest';
import { Rng, ShapeError, ValueRangeError } from '../base/index.ts';
import { sizeOf } from '../tensor/index.ts';
import { shiftImages } from './augment-shift.ts';

type ImageShape = readonly [height: number, width: number, channels: number];

/** One image moved, pixel by pixel. */
function moved(
  image: Float32Array,
  [height, width, channels]: ImageShape,
  [down, across]: readonly [number, number],
): Float32Array {
  return image.map((_, i) => {
    const channel = i % channels;
    const x = (Math.floor(i / channels) % width) - across;
    const y = Math.floor(i / channels / width) - down;
    const inside = x >= 0 && x < width && y >= 0 && y < height;
    return inside ? image[(y * width + x) * channels + channel]! : 0;
  });
}

/** Which move explains each image of a batch that held the same image throughout. */
function movesOf(
  images: Float32Array,
  image: Float32Array,
  shape: ImageShape,
  maxShift: number,
): string[] {
  const size = sizeOf(shape);
  const moves: string[] = [];
  for (let start = 0; start < images.length; start += size) {
    const found: string[] = [];
    for (let down = -maxShift; down <= maxShift; down++) {
      for (let across = -maxShift; across <= maxShift; across++) {
        const expected = moved(image, shape, [down, across]);
        if (expected.every((value, i) => value === images[start + i]))
          found.push(`${down},${across}`);
      }
    }
    moves.push(found.join(' or '));
  }
  return moves;
}

describe('shiftImages', () => {
  test.each<[ImageShape, number]>([
    [[5, 4, 1], 2],
    [[4, 6, 3], 3],
    [[3, 3, 1], 0],
  ])(
    'moves every image %j by a whole number of pixels up to %i, filling with 0',
    (shape, maxShift) => {
      const image = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i + 1);
      const count = 1000;
      const batch = new Float32Array(count * image.length);
      for (let i = 0; i < count; i++) batch.set(image, i * image.length);
      shiftImages(batch, [count, ...shape], { maxShift, rng: Rng.fromSeed(1) });
      const counts = new Map<string, number>();
      for (const move of movesOf(batch, image, shape, maxShift))
        counts.set(move, (counts.get(move) ?? 0) + 1);
      const numMoves = (2 * maxShift + 1) ** 2;
      expect(counts.size).toBe(numMoves);
      expect([...counts.keys()].every((move) => /^-?\d,-?\d$/.test(move))).toBe(true);
      // Every move as often as another: within five standard deviations of its count.
      const mean = count / numMoves;
      for (const times of counts.values())
        expect(Math.abs(times - mean)).toBeLessThan(5 * Math.sqrt(mean));
    },
  );

  test('moves the same batch alike for the same stream', () => {
    const make = (seed: number): Float32Array => {
      const batch = Float32Array.from({ length: 8 * 16 }, (_, i) => i);
      shiftImages(batch, [8, 4, 4], { maxShift: 2, rng: Rng.fromSeed(seed) });
      return batch;
    };
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  test('refuses shapes and shifts that do not fit', () => {
    const shift = (shape: readonly number[], maxShift: number) => (): void => {
      shiftImages(new Float32Array(32), shape, { maxShift, rng: Rng.fromSeed(0) });
    };
    expect(shift([32], 1)).toThrow(ShapeError);
    expect(shift([2, 4, 5], 1)).toThrow(ShapeError);
    expect(shift([2, 4, 4], 4)).toThrow('expected images larger than maxShift 4, got [2, 4, 4]');
    expect(shift([2, 4, 4], -1)).toThrow(ValueRangeError);
    expect(shift([2, 4, 4], 0.5)).toThrow(ValueRangeError);
  });
});
