import type { ConvolutionAttributes } from '../op-list.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/** One number for both directions, or [down, across]. */
export type Extent = number | readonly [number, number];

/** How a filter moves over images. */
export interface ConvolutionOptions {
  /** Default 1. */
  readonly stride?: Extent;
  /** Zeros around the image: a number, [down, across], or [above, left, below, right]. Default 0. */
  readonly padding?: Extent | readonly [number, number, number, number];
  /** Distance between the filter's taps. Default 1. */
  readonly dilation?: Extent;
  /** Into how many groups the channels are divided, few: gradients cost products per group and tap. Default 1. */
  readonly groups?: number;
}

/**
 * Cross-correlation, what deep learning calls convolution: y[n, k, i, j] = Σ x[n, c, i·s + r·d − p, …]·w[k, c, r, …],
 * plus a bias per output channel.
 *
 * @param x - `[N, C, H, W]`.
 * @param filter - `[K, C/groups, R, S]`.
 * @param bias - `[K]`.
 * @returns `[N, K, Ho, Wo]`, Ho = ⌊(H + pads − d·(R − 1) − 1)/s⌋ + 1.
 * @throws GraphError if shapes or dtypes do not fit.
 */
export function conv2d(
  x: SymbolicTensor,
  filter: SymbolicTensor,
  { bias, ...options }: ConvolutionOptions & { readonly bias?: SymbolicTensor } = {},
): SymbolicTensor {
  return applyOne('conv2d', bias ? [x, filter, bias] : [x, filter], convolutionAttributes(options));
}

/**
 * The transpose of `conv2d`, which is its gradient with respect to the image: every element of d spreads
 * the filter.
 *
 * @param d - `[N, K, Ho, Wo]`.
 * @param filter - `[K, C/groups, R, S]`, as for the convolution that it transposes.
 * @param options.size - Height and width of the result. Default: the smallest image that the convolution
 *   would take to d.
 * @returns `[N, C, H, W]`.
 * @throws GraphError if shapes or dtypes do not fit.
 */
export function convTranspose2d(
  d: SymbolicTensor,
  filter: SymbolicTensor,
  { size, ...options }: ConvolutionOptions & { readonly size?: readonly [number, number] } = {},
): SymbolicTensor {
  const attributes = convolutionAttributes(options);
  const { strides, pads, dilations } = attributes;
  const smallest = [0, 1].map(
    (i) =>
      (d.shape[2 + i]! - 1) * strides[i]! +
      dilations[i]! * (filter.shape[2 + i]! - 1) +
      1 -
      pads[i]! -
      pads[2 + i]!,
  ) as [number, number];
  return applyOne('convTranspose2d', [d, filter], { ...attributes, size: size ?? smallest });
}

/**
 * The gradient of `conv2d` with respect to its filter: Σ over images and places of x times d.
 *
 * @param x - `[N, C, H, W]`.
 * @param d - `[N, K, Ho, Wo]`.
 * @param options.size - Height and width of the filter.
 * @returns `[K, C/groups, R, S]`.
 * @throws GraphError if shapes or dtypes do not fit.
 */
export function conv2dFilter(
  x: SymbolicTensor,
  d: SymbolicTensor,
  { size, ...options }: ConvolutionOptions & { readonly size: readonly [number, number] },
): SymbolicTensor {
  return applyOne('conv2dFilter', [x, d], { ...convolutionAttributes(options), size });
}

/** x·scale + shift, channel by channel: x `[N, C, H, W]`, scale and shift `[C]`. */
export function channelAffine(
  x: SymbolicTensor,
  scale: SymbolicTensor,
  shift?: SymbolicTensor,
): SymbolicTensor {
  return applyOne('channelAffine', shift ? [x, scale, shift] : [x, scale], {});
}

/**
 * Mean (row 0) and population variance (row 1) of each channel of x `[N, C, H, W]`: `[2, C]`. In float32
 * the variance is good to a relative 1e-7·(mean/deviation)², and never below 0.
 */
export function channelMoments(x: SymbolicTensor): SymbolicTensor {
  return applyOne('channelMoments', [x], {});
}

function convolutionAttributes({
  stride = 1,
  padding = 0,
  dilation = 1,
  groups = 1,
}: ConvolutionOptions): ConvolutionAttributes {
  return { strides: both(stride), pads: around(padding), dilations: both(dilation), groups };
}

/** Down and across. */
export function both(extent: Extent): readonly [number, number] {
  return typeof extent === 'number' ? [extent, extent] : extent;
}

/** Above, left, below, right. */
export function around(
  padding: Extent | readonly [number, number, number, number],
): readonly [number, number, number, number] {
  if (typeof padding === 'number') return [padding, padding, padding, padding];
  if (padding.length === 4) return padding;
  return [padding[0], padding[1], padding[0], padding[1]];
}
