import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigError, ValueRangeError } from '../base/index.ts';
import type { ClassificationSplit } from './dataset.ts';
import { GLYPH_NAMES, SIMILAR_GLYPHS } from './glyphs/index.ts';
import { drawGlyphs, makeGlyphs } from './glyphs-dataset.ts';

const PIXELS = 28 * 28;

function imageOf(split: ClassificationSplit, index: number): Uint8Array {
  return split.images.data.slice(index * PIXELS, (index + 1) * PIXELS);
}

function digest(split: ClassificationSplit): string {
  return createHash('sha256').update(split.images.data).digest('hex');
}

/** Mean image of each class. */
function means(split: ClassificationSplit): Float64Array[] {
  const sums = GLYPH_NAMES.map(() => new Float64Array(PIXELS));
  split.labels.forEach((label, i) => {
    imageOf(split, i).forEach((pixel, at) => {
      sums[label]![at]! += pixel / (split.labels.length / GLYPH_NAMES.length);
    });
  });
  return sums;
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

/** Index of the nearest of several images, but not `except`. */
function nearest(
  image: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
  except = -1,
): number {
  const distances = others.map((other, i) =>
    i === except ? Infinity : squaredDistance(image, other),
  );
  return distances.indexOf(Math.min(...distances));
}

/** Fraction of fresh images that lie nearest to the mean of their class. */
function nearestMeanAccuracy(difficulty: number): number {
  const centres = means(drawGlyphs('train', { count: 1600 }, { seed: 1, difficulty }));
  const fresh = drawGlyphs('test', { count: 400 }, { seed: 1, difficulty });
  const right = [...fresh.labels].filter(
    (label, i) => nearest(imageOf(fresh, i), centres) === label,
  );
  return right.length / 400;
}

describe('drawGlyphs', () => {
  test('draws an image by the seed, the split and its index alone', () => {
    const some = drawGlyphs('test', { count: 40 }, { seed: 7 });
    const later = drawGlyphs('test', { first: 25, count: 3 }, { seed: 7 });
    expect(imageOf(later, 1)).toEqual(imageOf(some, 26));
    expect([...later.labels]).toEqual([...some.labels.subarray(25, 28)]);
    const image = imageOf(some, 0);
    expect(image).not.toEqual(imageOf(drawGlyphs('test', { count: 1 }, { seed: 8 }), 0));
    expect(image).not.toEqual(imageOf(drawGlyphs('train', { count: 1 }, { seed: 7 }), 0));
    expect(image).not.toEqual(imageOf(some, GLYPH_NAMES.length));
  });

  test('draws what it has always drawn', () => {
    // Pinned, for to change it is to change every study on glyphs.
    expect(digest(drawGlyphs('train', { count: 64 }, { seed: 0 }))).toBe(
      '6ec9ffcb48b4944a452325f53a43e42a6fe28c598d7ad85f822c9dd55e1d0868',
    );
  });

  test('holds every class as often', () => {
    const { labels, images } = drawGlyphs('x', { count: 160 }, { seed: 0 });
    expect(GLYPH_NAMES.map((_, k) => labels.filter((label) => label === k).length)).toEqual(
      GLYPH_NAMES.map(() => 10),
    );
    expect(images.shape).toEqual([160, 28, 28]);
  });

  test('draws a chosen class as it draws it among all', () => {
    // Index 1 among two classes and among all: the second class, and the stream of index 1.
    const [first, second] = [GLYPH_NAMES[0]!, GLYPH_NAMES[1]!];
    const two = drawGlyphs('test', { count: 2 }, { seed: 0, classes: [first, second] });
    expect(imageOf(two, 1)).toEqual(imageOf(drawGlyphs('test', { count: 2 }, { seed: 0 }), 1));
  });

  test('is easy at difficulty 0 and hard at 1, even for the nearest class mean', () => {
    expect(nearestMeanAccuracy(0)).toBeGreaterThan(0.97);
    expect(nearestMeanAccuracy(0.5)).toBeGreaterThan(0.6);
    expect(nearestMeanAccuracy(1)).toBeLessThan(0.55);
  });

  test('brings the characters of a pair nearer to each other than to any other', () => {
    const centres = means(drawGlyphs('train', { count: 3200 }, { seed: 2, difficulty: 0.75 }));
    for (const [a, b] of SIMILAR_GLYPHS) {
      const [indexA, indexB] = [GLYPH_NAMES.indexOf(a), GLYPH_NAMES.indexOf(b)];
      expect(GLYPH_NAMES[nearest(centres[indexA]!, centres, indexA)], a).toBe(b);
      expect(GLYPH_NAMES[nearest(centres[indexB]!, centres, indexB)], b).toBe(a);
    }
  });

  test('replaces the told fraction of training labels by other classes, and changes no image', () => {
    const count = 1600;
    const options = { seed: 3, difficulty: 0, labelNoise: 0.3 };
    const clean = drawGlyphs('train', { count }, { ...options, labelNoise: 0 });
    const noisy = drawGlyphs('train', { count }, options);
    expect(digest(noisy)).toBe(digest(clean));
    const changed = [...noisy.labels].filter((label, i) => label !== clean.labels[i]);
    // Five standard deviations of a binomial count are 92.
    expect(Math.abs(changed.length - 480)).toBeLessThan(92);
    const counts = GLYPH_NAMES.map((_, k) => changed.filter((label) => label === k).length);
    expect(Math.min(...counts)).toBeGreaterThan(8);
    expect(Math.max(...counts)).toBeLessThan(58);
    const all = drawGlyphs('train', { count: 200 }, { ...options, labelNoise: 1 });
    expect(all.labels.every((label, i) => label !== clean.labels[i])).toBe(true);
    expect(drawGlyphs('test', { count: 200 }, options).labels).toEqual(clean.labels.slice(0, 200));
  });

  test.each([
    [
      'a difficulty above 1',
      { seed: 0, difficulty: 1.1 },
      ValueRangeError,
      'expected difficulty in [0, 1], got 1.1',
    ],
    [
      'a label noise that is no number',
      { seed: 0, labelNoise: Number.NaN },
      ValueRangeError,
      'expected labelNoise in [0, 1], got NaN',
    ],
    ['a fractional seed', { seed: 0.5 }, ValueRangeError, 'expected seed to be a whole number'],
    [
      'an unknown class',
      { seed: 0, classes: ['0', 'Q'] },
      ConfigError,
      'expected classes to be two or more different ones of 0 1 2',
    ],
    ['a class twice', { seed: 0, classes: ['0', '0'] }, ConfigError, 'got 0 0'],
    ['a single class', { seed: 0, classes: ['0'] }, ConfigError, 'got 0'],
  ])('refuses %s', (_, options, kind, message) => {
    expect(() => drawGlyphs('train', { count: 1 }, options)).toThrow(kind);
    expect(() => drawGlyphs('train', { count: 1 }, options)).toThrow(message);
  });

  test('refuses an empty split', () => {
    expect(() => drawGlyphs('train', { count: 0 }, { seed: 0 })).toThrow(
      'glyphs: expected the number of train images to be a whole number of at least 1, got 0',
    );
  });
});

describe('makeGlyphs', () => {
  test('names its classes and the pairs that are among them', () => {
    const classes = ['3', '8', 'X', '7'];
    const glyphs = makeGlyphs({ seed: 0, numTrain: 8, numTest: 4, classes });
    expect(glyphs.classNames).toEqual(classes);
    expect(glyphs.similarPairs).toEqual([['3', '8']]);
    expect([...glyphs.test.labels]).toEqual([0, 1, 2, 3]);
    expect(glyphs.train.images.shape).toEqual([8, 28, 28]);
    expect(glyphs.test.images).toEqual(
      drawGlyphs('test', { count: 4 }, { seed: 0, classes }).images,
    );
  });

  test('has at least ten classes and three pairs alike, next to classes without a partner', () => {
    const { classNames, similarPairs } = makeGlyphs({ seed: 0, numTrain: 1, numTest: 1 });
    expect(classNames.length).toBeGreaterThanOrEqual(12);
    expect(similarPairs.length).toBeGreaterThanOrEqual(3);
    const paired = new Set(similarPairs.flat());
    expect(paired.size).toBe(2 * similarPairs.length);
    expect(classNames.length - paired.size).toBeGreaterThanOrEqual(3);
  });
});
