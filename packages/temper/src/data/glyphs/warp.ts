import type { Rng } from '../../base/index.ts';

/** How far a random warp may go. */
export interface WarpRanges {
  /** Largest tan(θ/2) of the rotation θ. */
  readonly halfTurn: number;
  /** Largest horizontal shear. */
  readonly shear: number;
  /** Largest relative change of width against height. */
  readonly stretch: number;
  /** Largest move along either axis, in pixels. */
  readonly shift: number;
  /** Standard deviation of the elastic displacement's control points, in pixels. */
  readonly elastic: number;
}

const IMAGE_CENTER = 13.5;
/** Height of an upright character, in pixels. */
const CHARACTER_SIZE = 19;
const SCALES = [0.88, 1.06] as const;
/** Cells of the elastic lattice along either axis; a quadratic spline needs two more control points. */
const CELLS = 2;
const LATTICE = CELLS + 2;

/** A number from a range, uniformly. */
export function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}

/** Quadratic B-spline weights of the three control points around t in [0, 1] of a cell. */
function splineWeight(t: number, k: number): number {
  if (k === 0) return ((1 - t) * (1 - t)) / 2;
  return k === 1 ? 0.5 + t * (1 - t) : (t * t) / 2;
}

/**
 * Carries points of a character's box (x, y by turns, 1 the box's size) to pixels, in place: a random
 * affine map about the image's centre, and a smooth random displacement, a quadratic B-spline over a
 * lattice of normal variates.
 */
export function warpPoints(points: Float64Array, ranges: WarpRanges, rng: Rng): void {
  const half = between(rng, -ranges.halfTurn, ranges.halfTurn);
  // Sine and cosine from the half-angle's tangent: by quotients alone, which every platform rounds alike.
  const cosine = (1 - half * half) / (1 + half * half);
  const sine = (2 * half) / (1 + half * half);
  const shear = between(rng, -ranges.shear, ranges.shear);
  const size = CHARACTER_SIZE * between(rng, ...SCALES);
  const stretch = between(rng, -ranges.stretch, ranges.stretch);
  const [width, height] = [size * (1 + stretch), size * (1 - stretch)];
  const left = IMAGE_CENTER + between(rng, -ranges.shift, ranges.shift);
  const top = IMAGE_CENTER + between(rng, -ranges.shift, ranges.shift);
  const lattice = Float64Array.from(
    { length: 2 * LATTICE * LATTICE },
    () => ranges.elastic * rng.normal(),
  );
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    const across = width * (x - 0.5 - shear * (y - 0.5));
    const down = height * (y - 0.5);
    let moveAcross = 0;
    let moveDown = 0;
    const column = Math.min(Math.max(Math.floor(x * CELLS), 0), CELLS - 1);
    const row = Math.min(Math.max(Math.floor(y * CELLS), 0), CELLS - 1);
    for (let k = 0; k < 9; k++) {
      const [dRow, dColumn] = [Math.floor(k / 3), k % 3];
      const weight =
        splineWeight(y * CELLS - row, dRow) * splineWeight(x * CELLS - column, dColumn);
      const at = 2 * ((row + dRow) * LATTICE + column + dColumn);
      moveAcross += weight * lattice[at]!;
      moveDown += weight * lattice[at + 1]!;
    }
    points[i] = left + cosine * across - sine * down + moveAcross;
    points[i + 1] = top + sine * across + cosine * down + moveDown;
  }
}
