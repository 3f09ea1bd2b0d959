import type { AveragePoolingAttributes, PoolingAttributes } from '../op-list.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { around, both, type Extent } from './convolution.ts';
import { applyOne } from './operands.ts';

/** How a window moves over images. */
export interface PoolingOptions {
  /** Height and width of the window. */
  readonly size: Extent;
  /** Default: the size, so that windows neither overlap nor leave gaps. */
  readonly stride?: Extent;
  /**
   * Places around the image: a number, [down, across], or [above, left, below, right]; each less than
   * the window's size, so that no window lies outside. Default 0.
   */
  readonly padding?: Extent | readonly [number, number, number, number];
}

/**
 * The largest element of each window; padded places never win. The gradient of a window goes to its
 * largest element, to the first in row-major order where several are equal.
 *
 * @param x - `[N, C, H, W]`.
 * @returns `[N, C, Ho, Wo]`, Ho = ⌊(H + pads − size)/stride⌋ + 1.
 * @throws GraphError if a window does not fit, or padding reaches a window's size.
 */
export function maxPool(x: SymbolicTensor, options: PoolingOptions): SymbolicTensor {
  return applyOne('maxPool', [x], poolingAttributes(options));
}

/**
 * The gradient of `maxPool` with respect to x: each element of d where its window found its maximum.
 *
 * @param x - `[N, C, H, W]`.
 * @param pooled - y and d, both `[N, C, Ho, Wo]`: what pooling x gave, and its gradient.
 * @returns `[N, C, H, W]`.
 */
export function maxPoolInput(
  x: SymbolicTensor,
  { y, d }: { readonly y: SymbolicTensor; readonly d: SymbolicTensor },
  options: PoolingOptions,
): SymbolicTensor {
  return applyOne('maxPoolInput', [x, y, d], poolingAttributes(options));
}

/** How an averaging window moves over images. */
export interface AveragePoolingOptions extends PoolingOptions {
  /** Whether padded places, which are 0, count among the elements that are averaged. Default true. */
  readonly countPadding?: boolean;
}

/**
 * The mean of each window, as PyTorch's `avg_pool2d`.
 *
 * @param x - `[N, C, H, W]`.
 * @returns `[N, C, Ho, Wo]`, Ho = ⌊(H + pads − size)/stride⌋ + 1.
 * @throws GraphError if a window does not fit, or padding reaches a window's size.
 * @see reduceMean - over axes 2 and 3 for the mean of all places.
 */
export function averagePool(x: SymbolicTensor, options: AveragePoolingOptions): SymbolicTensor {
  return applyOne('averagePool', [x], averagePoolingAttributes(options));
}

/**
 * The transpose of `averagePool`, which is its gradient: every element of d in equal parts to the places
 * of its window.
 *
 * @param d - `[N, C, Ho, Wo]`.
 * @param options.imageSize - Height and width of the image that was pooled.
 * @returns `[N, C, H, W]`.
 */
export function averagePoolInput(
  d: SymbolicTensor,
  {
    imageSize,
    ...options
  }: AveragePoolingOptions & { readonly imageSize: readonly [number, number] },
): SymbolicTensor {
  return applyOne('averagePoolInput', [d], { ...averagePoolingAttributes(options), imageSize });
}

function averagePoolingAttributes({
  countPadding = true,
  ...options
}: AveragePoolingOptions): AveragePoolingAttributes {
  return { ...poolingAttributes(options), countPadding };
}

function poolingAttributes({
  size,
  stride = size,
  padding = 0,
}: PoolingOptions): PoolingAttributes {
  return { size: both(size), strides: both(stride), pads: around(padding) };
}
