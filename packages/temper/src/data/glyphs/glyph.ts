import type { Rng } from '../../base/index.ts';
import { characterOf } from './characters.ts';
import { drawStrokes, type Pen } from './raster.ts';
import { between, warpPoints, type WarpRanges } from './warp.ts';

/** A glyph never goes further than this towards the one it is like, 1 being all the way. */
const MOST_ALIKE = 0.8;

/** The ranges a difficulty stands for; each runs from its value at 0 to its value at 1. */
function rangesAt(difficulty: number): {
  readonly warp: WarpRanges;
  readonly likeness: number;
  readonly softness: number;
  readonly fading: number;
  readonly noise: number;
} {
  const level = (easy: number, hard: number): number => easy + (hard - easy) * difficulty;
  return {
    warp: {
      halfTurn: level(0.02, 0.16),
      shear: level(0.04, 0.36),
      stretch: level(0.02, 0.14),
      shift: level(0.4, 2.4),
      elastic: level(0.3, 2.1),
    },
    likeness: level(0, 0.42),
    softness: level(0.9, 2.1),
    fading: level(0.05, 0.5),
    noise: level(4, 56),
  };
}

/**
 * Draws one glyph: a character, some way towards the one it is like (|z| of a normal z, times a
 * spread that grows with the difficulty), warped, with a pen of random width, softness and ink.
 * @param name - One of `GLYPH_NAMES`.
 * @param difficulty - In [0, 1].
 * @param options.rng - The image is a function of this stream's key, the name and the difficulty.
 * @param options.out - The image, 28·28 pixels from 0 to 255.
 */
export function drawGlyph(
  name: string,
  difficulty: number,
  { rng, out }: { readonly rng: Rng; readonly out: Uint8Array },
): void {
  const ranges = rangesAt(difficulty);
  const { own, partner } = characterOf(name);
  const likeness = Math.min(Math.abs(rng.normal()) * ranges.likeness, MOST_ALIKE);
  const points = own.points.map((value, i) => value + likeness * (partner.points[i]! - value));
  warpPoints(points, ranges.warp, rng);
  const pen: Pen = {
    radius: between(rng, 0.6, 1.5),
    softness: between(rng, 0.6, ranges.softness),
    ink: 255 * between(rng, 1 - ranges.fading, 1),
    noise: ranges.noise,
  };
  drawStrokes({ points, ends: own.ends }, pen, { rng, out });
}
