import { assertFraction, assertInteger, ConfigError, Rng } from '../base/index.ts';
import { hostTensor } from '../tensor/index.ts';
import type { ClassificationDataset, ClassificationSplit } from './dataset.ts';
import { drawGlyph, GLYPH_NAMES, GLYPH_SIZE, SIMILAR_GLYPHS } from './glyphs/index.ts';

/** What generated glyphs are a function of. */
export interface GlyphsOptions {
  /** A whole number from 0. */
  readonly seed: number;
  /** In [0, 1]: scales distortion, blur and noise, and how near alike pairs come. Default 0.5. */
  readonly difficulty?: number;
  /** Fraction of training labels replaced by another class, each other class as likely. Default 0. */
  readonly labelNoise?: number;
  /** Characters of `GLYPH_NAMES`; label k stands for the k-th. Default all. */
  readonly classes?: readonly string[];
}

/** How many glyphs to draw. */
export interface GlyphsSizes {
  /** Default 12,000. */
  readonly numTrain?: number;
  /** Default 4,000. */
  readonly numTest?: number;
}

/** Generated characters, some pairs of which are alike by design. */
export interface GlyphsDataset extends ClassificationDataset {
  /** The pairs, by name, both of whose characters are among the classes. */
  readonly similarPairs: readonly (readonly [string, string])[];
}

/** Which images of a split to draw. */
export interface GlyphsRange {
  /** Index of the first. Default 0. */
  readonly first?: number;
  readonly count: number;
}

function assertClasses(classes: readonly string[]): void {
  const unknown = classes.filter((name) => !GLYPH_NAMES.includes(name));
  if (unknown.length > 0 || new Set(classes).size < classes.length || classes.length < 2) {
    throw new ConfigError(
      `glyphs: expected classes to be two or more different ones of ${GLYPH_NAMES.join(' ')}, got ${classes.join(' ') || 'none'}`,
    );
  }
}

/**
 * Draws glyphs of a split: image i, of class i mod K, is a function of the options, the split's name
 * and i alone, so that any number of fresh images can be drawn, from any place on. Label noise
 * touches the split `train` only, and changes no image.
 * @param split - `train`, `test`, or any other name for images of their own.
 * @returns Images `[N, 28, 28]`, 0 to 255, bright on black, and labels `[N]`.
 * @throws ValueRangeError if the seed, a size, difficulty or labelNoise is out of range.
 * @throws ConfigError if a class is unknown or named twice, or there are fewer than two.
 */
export function drawGlyphs(
  split: string,
  range: GlyphsRange,
  options: GlyphsOptions,
): ClassificationSplit {
  const { first = 0, count } = range;
  const { seed, difficulty = 0.5, labelNoise = 0, classes = GLYPH_NAMES } = options;
  assertInteger('glyphs', 'the first index', first);
  assertInteger('glyphs', `the number of ${split} images`, count, 1);
  assertFraction('glyphs', 'difficulty', difficulty);
  assertFraction('glyphs', 'labelNoise', labelNoise);
  assertClasses(classes);
  const size = GLYPH_SIZE * GLYPH_SIZE;
  const images = new Uint8Array(count * size);
  const labels = new Int32Array(count);
  const stream = Rng.fromSeed(seed).fork('glyphs', split);
  const noiseStream = stream.fork('label noise');
  for (let i = 0; i < count; i++) {
    const label = (first + i) % classes.length;
    const out = images.subarray(i * size, (i + 1) * size);
    drawGlyph(classes[label]!, difficulty, { rng: stream.fork(first + i), out });
    labels[i] = label;
    if (split !== 'train' || labelNoise === 0) continue;
    const noise = noiseStream.fork(first + i);
    if (noise.uniform() < labelNoise)
      labels[i] = (label + 1 + noise.integer(classes.length - 1)) % classes.length;
  }
  return { images: hostTensor('uint8', [count, GLYPH_SIZE, GLYPH_SIZE], images), labels };
}

/**
 * The embedded data set: stroke-drawn characters of 28×28 pixels, pairs of them alike by design,
 * the same from the same options on every platform.
 * @throws ValueRangeError and ConfigError as `drawGlyphs`.
 */
export function makeGlyphs({
  numTrain = 12_000,
  numTest = 4_000,
  ...options
}: GlyphsOptions & GlyphsSizes): GlyphsDataset {
  const { classes = GLYPH_NAMES } = options;
  return {
    name: 'glyphs',
    classNames: classes,
    imageShape: [GLYPH_SIZE, GLYPH_SIZE],
    similarPairs: SIMILAR_GLYPHS.filter((pair) => pair.every((name) => classes.includes(name))),
    train: drawGlyphs('train', { count: numTrain }, options),
    test: drawGlyphs('test', { count: numTest }, options),
  };
}
