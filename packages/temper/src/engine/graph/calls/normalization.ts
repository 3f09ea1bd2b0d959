import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/** Constants of local response normalisation. */
export interface LocalResponseNormOptions {
  /** n, how many neighbouring channels are summed, the element's own among them. */
  readonly size: number;
  /** α, at least 0. Default 1e-4. */
  readonly alpha?: number;
  /** β. Default 0.75, for which the power costs two square roots. */
  readonly beta?: number;
  /** k, above 0. Default 1. */
  readonly bias?: number;
}

/**
 * Local response normalisation: y_c = x_c/(k + α/n·Σ x²)^β, the sum over the n channels around c,
 * from c − ⌊n/2⌋ to c + ⌊(n − 1)/2⌋ as far as they exist.
 *
 * References: Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, NIPS
 * 2012, section 3.3. Differs from it in dividing α by n, as PyTorch does; for odd n, ONNX's LRN is the
 * same.
 *
 * @param x - `[N, C, H, W]`.
 * @throws ShapeError if x has other axes; RangeError if a constant is out of range.
 */
export function localResponseNorm(
  x: SymbolicTensor,
  { size, alpha = 1e-4, beta = 0.75, bias = 1 }: LocalResponseNormOptions,
): SymbolicTensor {
  return applyOne('localResponseNorm', [x], { size, alpha, beta, bias });
}
