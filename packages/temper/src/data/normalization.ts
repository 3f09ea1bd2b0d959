import type { HostTensor } from '../tensor/index.ts';

/**
 * How pixels of 0 to 255 become numbers for a network.
 *
 * `unit`: pixels over 255. `per-channel`: pixels over 255, less the mean of their channel, over its
 * standard deviation. `per-image`: pixels less the mean of their image, over its standard deviation.
 */
export type Normalization =
  | { readonly name: 'unit' }
  | {
      readonly name: 'per-channel';
      /** Mean of each channel of the training images, of pixels over 255, `[C]`. */
      readonly means: readonly number[];
      /** Standard deviation of each, `[C]`; 1 for a channel of one value, which has none. */
      readonly standardDeviations: readonly number[];
    }
  | { readonly name: 'per-image' };

/**
 * Makes a normalisation, taking from training images what it needs of them.
 * @param images - `[N, H, W]` or `[N, H, W, C]`. Padding that augmentation adds does not count.
 */
export function makeNormalization(
  name: Normalization['name'],
  images: HostTensor<'uint8'>,
): Normalization {
  if (name !== 'per-channel') return { name };
  const channels = images.shape[3] ?? 1;
  const means: number[] = [];
  const standardDeviations: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const { mean, standardDeviation } = moments(histogram(images.data, channel, channels));
    means.push(mean / 255);
    standardDeviations.push(standardDeviation === 0 ? 1 : standardDeviation / 255);
  }
  return { name, means, standardDeviations };
}

/** How often each value occurs in a channel, `[256]`. */
function histogram(data: Uint8Array, channel: number, channels: number): Float64Array {
  const counts = new Float64Array(256);
  for (let i = channel; i < data.length; i += channels) counts[data[i]!]! += 1;
  return counts;
}

/** Mean and standard deviation (over N) of the values 0 to 255 that are counted. */
function moments(counts: Float64Array): {
  readonly mean: number;
  readonly standardDeviation: number;
} {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total;
  const squares = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / total) };
}

/** What each pixel value of each channel becomes, `[C][256]`; `per-image` has no such table. */
export function pixelTables(
  normalization: Exclude<Normalization, { readonly name: 'per-image' }>,
  channels: number,
): readonly Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const mean = normalization.name === 'unit' ? 0 : normalization.means[channel]!;
    const scale = normalization.name === 'unit' ? 1 : normalization.standardDeviations[channel]!;
    return Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / scale);
  });
}

/**
 * Standardises one image in place: less its mean, over its standard deviation or, if that is larger,
 * over 1/√n, n the number of its values; so an image of one value becomes 0.
 * @param image - Pixels 0 to 255, all channels.
 *
 * References: `tf.image.per_image_standardization`, as the TensorFlow tutorial on CIFAR-10 applies it to
 * pixels that are not divided by 255.
 */
export function standardize(image: Float32Array): void {
  const size = image.length;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += image[i]!;
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const distance = image[i]! - mean;
    squares += distance * distance;
  }
  const scale = Math.min(Math.sqrt(size / squares), Math.sqrt(size));
  for (let i = 0; i < size; i++) image[i] = (image[i]! - mean) * scale;
}
