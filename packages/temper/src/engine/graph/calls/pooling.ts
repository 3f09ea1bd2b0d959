import type { PoolingAttributes } from '../op-list.ts';
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
 * @throws ShapeError if a window does not fit, or padding reaches a window's size.
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

function poolingAttributes({
  size,
  stride = size,
  padding = 0,
}: PoolingOptions): PoolingAttributes {
  return { size: both(size), strides: both(stride), pads: around(padding) };
}
