import { assertInteger, type Rng, ShapeError, ValueRangeError } from '../base/index.ts';
import { formatShape, type HostTensor, sameShape, type Shape, sizeOf } from '../tensor/index.ts';
import {
  makeNormalization,
  type Normalization,
  pixelTables,
  standardize,
} from './normalization.ts';

/** How images come to a network. */
export interface ImagePipelineOptions {
  /** Pixels of black put around each image before it is cut. */
  readonly pad: number;
  /** Side of the square that is cut out; null cuts out the size that images have. */
  readonly crop: number | null;
  /** Whether training images are mirrored, left to right, half of the time. */
  readonly flip: boolean;
  /** By name, its statistics those of the training images; or whole. */
  readonly normalization: Normalization['name'] | Normalization;
}

/** Which images a batch is filled with. */
export interface ImageBatch {
  /** Pixels 0 to 255, `[N, H, W]` or `[N, H, W, C]`. */
  readonly images: HostTensor<'uint8'>;
  /** Rows of `images`, in order, `[B]`. */
  readonly indices: ArrayLike<number>;
}

/** Fills batches for a network from images as they are stored. */
export interface ImagePipeline {
  /** Shape of an image as it leaves, `[C, H, W]`. */
  readonly outputShape: Shape;
  readonly normalization: Normalization;
  /**
   * Fills a batch to train on: each image padded, cut at random and perhaps mirrored, then normalised.
   * @param out - `[B, C, H, W]`.
   * @throws ShapeError if `out` is of another size or the images are of another shape; ValueRangeError
   * if an index is no row of the images.
   */
  fillAugmented(out: Float32Array, batch: ImageBatch, rng: Rng): void;
  /** Fills a batch to evaluate on: each image cut out of the middle, then normalised. Errors as above. */
  fillCentered(out: Float32Array, batch: ImageBatch): void;
}

/** Where an image is cut, from the corner of the padded image, and whether it is mirrored. */
interface Cut {
  readonly top: number;
  readonly left: number;
  readonly mirrored: boolean;
}

/** Sizes of the images before and after they are cut, and what their pixels become, `[C][256]`. */
interface Geometry {
  readonly pad: number;
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly tables: readonly Float32Array[];
}

const IDENTITY = Float32Array.from({ length: 256 }, (_, pixel) => pixel);

/**
 * Makes the pipeline of a run.
 * @param training - The training images, `[N, H, W]` or `[N, H, W, C]`: they give the shape and, for
 * `per-channel`, the statistics.
 * @throws ShapeError if the crop is larger than the padded images, or statistics are given of another number
 * of channels.
 * @throws ValueRangeError if `pad` is not a whole number from 0, or `crop` one from 1.
 */
export function makeImagePipeline(
  { pad, crop, flip, normalization: asked }: ImagePipelineOptions,
  training: HostTensor<'uint8'>,
): ImagePipeline {
  assertInteger('makeImagePipeline', 'pad', pad);
  if (crop !== null) assertInteger('makeImagePipeline', 'crop', crop, 1);
  const imageShape = training.shape.slice(1);
  const [height = 0, width = 0, channels = 1] = imageShape;
  const [outHeight, outWidth] = [crop ?? height, crop ?? width];
  const spareRows = height + 2 * pad - outHeight;
  const spareColumns = width + 2 * pad - outWidth;
  if (spareRows < 0 || spareColumns < 0) {
    throw new ShapeError(
      `makeImagePipeline: expected a crop of at most ${Math.min(height, width) + 2 * pad}, the side of the padded images, got ${outHeight}; lower --crop or raise --pad`,
    );
  }
  const normalization = typeof asked === 'string' ? makeNormalization(asked, training) : asked;
  assertStatistics(normalization, channels);
  const tables =
    normalization.name === 'per-image'
      ? Array.from({ length: channels }, () => IDENTITY)
      : pixelTables(normalization, channels);

  const geometry: Geometry = { pad, height, width, outHeight, outWidth, tables };
  const fill = (out: Float32Array, { images, indices }: ImageBatch, cutOf: () => Cut): void => {
    const size = channels * outHeight * outWidth;
    if (out.length !== indices.length * size || !sameShape(images.shape.slice(1), imageShape)) {
      throw new ShapeError(
        `ImagePipeline: expected images ${formatShape(imageShape)} and ${indices.length} x ${size} elements for them, got ${formatShape(images.shape.slice(1))} and ${out.length}`,
      );
    }
    assertRows(indices, images.shape[0]!);
    const stored = sizeOf(imageShape);
    for (let i = 0; i < indices.length; i++) {
      const source = indices[i]! * stored;
      cutOut(geometry, cutOf(), { pixels: images.data, source, out, target: i * size });
      if (normalization.name === 'per-image') standardize(out.subarray(i * size, (i + 1) * size));
    }
  };

  const center: Cut = {
    top: Math.floor(spareRows / 2),
    left: Math.floor(spareColumns / 2),
    mirrored: false,
  };
  return {
    outputShape: [channels, outHeight, outWidth],
    normalization,
    fillAugmented(out, batch, rng) {
      fill(out, batch, () => ({
        top: rng.integer(spareRows + 1),
        left: rng.integer(spareColumns + 1),
        mirrored: flip && rng.integer(2) === 1,
      }));
    },
    fillCentered(out, batch) {
      fill(out, batch, () => center);
    },
  };
}

function assertStatistics(normalization: Normalization, channels: number): void {
  if (normalization.name !== 'per-channel') return;
  const { means, standardDeviations } = normalization;
  if (means.length === channels && standardDeviations.length === channels) return;
  throw new ShapeError(
    `makeImagePipeline: expected means and standard deviations of ${channels} channels, got ${means.length} and ${standardDeviations.length}`,
  );
}

/** Requires indices to be rows of the images: pixels of others would be read as undefined. */
function assertRows(indices: ArrayLike<number>, numImages: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (Number.isInteger(index) && index >= 0 && index < numImages) continue;
    throw new ValueRangeError(
      `ImagePipeline: expected indices to be whole numbers in [0, ${numImages}), got ${index} at place ${i}`,
    );
  }
}

/** Arrays, and where in each an image begins: views in their place take half as long again. */
interface Copy {
  readonly pixels: Uint8Array;
  readonly source: number;
  readonly out: Float32Array;
  readonly target: number;
}

/** Writes one image `[H, W, C]` as `[C, H, W]`, row by row; what lies outside of it is black. */
function cutOut(geometry: Geometry, { top, left, mirrored }: Cut, copy: Copy): void {
  const { pad, height, width, outHeight, outWidth, tables } = geometry;
  const { pixels, source, out, target } = copy;
  const channels = tables.length;
  // Columns of the output that the image covers, before mirroring.
  const from = Math.min(outWidth, Math.max(0, pad - left));
  const to = Math.max(from, Math.min(outWidth, width + pad - left));
  const step = mirrored ? -1 : 1;
  for (let channel = 0; channel < channels; channel++) {
    const table = tables[channel]!;
    const black = table[0]!;
    for (let y = 0; y < outHeight; y++) {
      const start = target + (channel * outHeight + y) * outWidth;
      const row = top + y - pad;
      if (row < 0 || row >= height) {
        out.fill(black, start, start + outWidth);
        continue;
      }
      const first = mirrored ? start + outWidth - 1 : start;
      for (let x = 0; x < from; x++) out[first + step * x] = black;
      const covered = {
        pixels,
        source: source + (row * width + from + left - pad) * channels + channel,
        out,
        target: first + step * from,
      };
      writePixels(covered, table, { count: to - from, step, stride: channels });
      for (let x = to; x < outWidth; x++) out[first + step * x] = black;
    }
  }
}

/** Looks up `count` pixels, `stride` apart, and writes them `step` apart. */
function writePixels(
  { pixels, source, out, target }: Copy,
  table: Float32Array,
  {
    count,
    step,
    stride,
  }: { readonly count: number; readonly step: number; readonly stride: number },
): void {
  for (let x = 0, from = source, to = target; x < count; x++, from += stride, to += step) {
    out[to] = table[pixels[from]!]!;
  }
}
