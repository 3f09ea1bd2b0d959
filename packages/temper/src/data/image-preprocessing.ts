import { z } from 'zod';
import { FormatError } from '../base/index.ts';
import type { Normalization } from './normalization.ts';

const numbers = z.array(z.number()).max(4);
const side = z.int().positive();

const preprocessing = z.object({
  imageShape: z.union([z.tuple([side, side]), z.tuple([side, side, z.int().min(1).max(4)])]),
  pad: z.int().min(0).max(64),
  crop: side.nullable(),
  normalization: z.discriminatedUnion('name', [
    z.object({ name: z.literal('unit') }),
    z.object({
      name: z.literal('per-channel'),
      means: numbers,
      standardDeviations: z.array(z.number().positive()).max(4),
    }),
    z.object({ name: z.literal('per-image') }),
  ]),
});

/** How images of a data set become a model's input: what its file has to say for another program to run it. */
export interface ImagePreprocessing {
  /** Of the images before: `[H, W]` or `[H, W, C]`. */
  readonly imageShape: readonly [number, number] | readonly [number, number, number];
  /** Pixels of black around them before they are cut. */
  readonly pad: number;
  /** Side of the square that is cut out of the middle; null keeps the size. */
  readonly crop: number | null;
  readonly normalization: Normalization;
}

/**
 * Reads what `JSON.stringify` made of an `ImagePreprocessing`.
 * @throws FormatError if it is something else.
 */
export function parseImagePreprocessing(
  text: string,
  where = 'parseImagePreprocessing',
): ImagePreprocessing {
  try {
    return preprocessing.parse(JSON.parse(text));
  } catch (error) {
    throw new FormatError(
      `${where}: expected the preprocessing of images as JSON, got ${JSON.stringify(text.slice(0, 80))}`,
      { cause: error },
    );
  }
}
