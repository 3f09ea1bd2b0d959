import { assertInteger, type Rng, ShapeError } from '../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../tensor/index.ts';

/**
 * Moves each image of a batch, in place, by its own whole number of pixels in [−maxShift, maxShift]
 * down and across, uniformly; what moves in is 0.
 * @param images - The batch, `[B, H, W]` or `[B, H, W, C]`.
 * @param shape - Its shape.
 * @param options.maxShift - Pixels, below H and W; 0 changes nothing.
 * @param options.rng - One stream per step, `rng.fork('shift', step)`, makes a resumed run draw the same.
 * @throws ShapeError if the shape is none of these or has another size; ValueRangeError if maxShift
 * is not a whole number of at least 0.
 */
export function shiftImages(
  images: Float32Array,
  shape: Shape,
  { maxShift, rng }: { readonly maxShift: number; readonly rng: Rng },
): void {
  assertInteger('shiftImages', 'maxShift', maxShift);
  const [batchSize = 0, height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || sizeOf(shape) !== images.length) {
    throw new ShapeError(
      `shiftImages: expected [B, H, W] or [B, H, W, C] of ${images.length} elements, got ${formatShape(shape)}`,
    );
  }
  if (maxShift >= Math.min(height, width)) {
    throw new ShapeError(
      `shiftImages: expected images larger than maxShift ${maxShift}, got ${formatShape(shape)}`,
    );
  }
  const size = height * width * channels;
  for (let i = 0; i < batchSize; i++) {
    const down = rng.integer(2 * maxShift + 1) - maxShift;
    const across = rng.integer(2 * maxShift + 1) - maxShift;
    const image = images.subarray(i * size, (i + 1) * size);
    // One move of the flat image: rows come out right, and what wraps from one row to the next lands
    // in columns that are zeroed below.
    const offset = (down * width + across) * channels;
    if (offset >= 0) image.copyWithin(offset, 0).fill(0, 0, offset);
    else image.copyWithin(0, -offset).fill(0, offset);
    const from = (across > 0 ? 0 : width + across) * channels;
    const to = (across > 0 ? across : width) * channels;
    for (let row = 0; row < size; row += width * channels) {
      for (let k = row + from; k < row + to; k++) image[k] = 0;
    }
  }
}
