import type { Rng } from '../../base/index.ts';
import type { FlatStrokes } from './strokes.ts';

/** Pixels along either side of an image. */
export const GLYPH_SIZE = 28;

/** How a pen draws. */
export interface Pen {
  /** Half the stroke's width, in pixels. */
  readonly radius: number;
  /** Half the width of the soft edge, in pixels; at least 0.5, so that edges are anti-aliased. */
  readonly softness: number;
  /** Brightness of a stroke's middle, 0 to 255. */
  readonly ink: number;
  /** Standard deviation of the noise added to every pixel, in the same unit. */
  readonly noise: number;
}

/** The sum of four uniform bytes is nearly normal: its mean, and its standard deviation √(4·(256²−1)/12). */
const BYTES_MEAN = 510;
const BYTES_DEVIATION = Math.sqrt((4 * (256 * 256 - 1)) / 12);

/** Lowers each pixel's squared distance to that of the piece from (x0, y0) to (x1, y1), up to `reach` around it. */
function approach(
  squares: Float64Array,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  reach: number,
): void {
  const left = Math.max(Math.ceil(Math.min(x0, x1) - reach), 0);
  const right = Math.min(Math.floor(Math.max(x0, x1) + reach), GLYPH_SIZE - 1);
  const top = Math.max(Math.ceil(Math.min(y0, y1) - reach), 0);
  const bottom = Math.min(Math.floor(Math.max(y0, y1) + reach), GLYPH_SIZE - 1);
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  const perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.min(Math.max(((x - x0) * dx + (y - y0) * dy) * perLength, 0), 1);
      const awayX = x - x0 - along * dx;
      const awayY = y - y0 - along * dy;
      const square = awayX * awayX + awayY * awayY;
      const at = y * GLYPH_SIZE + x;
      if (square < squares[at]!) squares[at] = square;
    }
  }
}

/**
 * Draws strokes, given in pixels, into an image of 28×28: bright on black, by each pixel's distance
 * to the nearest stroke, with a soft edge and noise.
 */
export function drawStrokes(
  { points, ends }: FlatStrokes,
  pen: Pen,
  { rng, out }: { rng: Rng; out: Uint8Array },
): void {
  const reach = pen.radius + pen.softness;
  const squares = new Float64Array(GLYPH_SIZE * GLYPH_SIZE).fill(reach * reach);
  for (let i = 0; i < ends.length; i++) {
    if (ends[i] === 1) continue;
    approach(
      squares,
      [points[2 * i]!, points[2 * i + 1]!, points[2 * i + 2]!, points[2 * i + 3]!],
      reach,
    );
  }
  const noise = pen.noise / BYTES_DEVIATION;
  for (let i = 0; i < squares.length; i++) {
    const word = rng.uint32();
    const bytes = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    let value = noise * (bytes - BYTES_MEAN) + 0.5;
    if (squares[i]! < reach * reach) {
      const depth = Math.min((reach - Math.sqrt(squares[i]!)) / (2 * pen.softness), 1);
      value += pen.ink * depth * depth * (3 - 2 * depth);
    }
    out[i] = value <= 0 ? 0 : value >= 255 ? 255 : value;
  }
}
