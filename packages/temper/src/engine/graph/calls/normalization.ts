import { assertInteger, assertPositive, ShapeError } from '../../../base/index.ts';
import { formatShape } from '../../../tensor/index.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { constant } from './constants.ts';
import { channelAffine } from './convolution.ts';
import { applyOne } from './operands.ts';
import { layerNorm } from './rows.ts';
import { reshape } from './shapes.ts';

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
 * @throws GraphError if x has other axes or a constant is out of range.
 */
export function localResponseNorm(
  x: SymbolicTensor,
  { size, alpha = 1e-4, beta = 0.75, bias = 1 }: LocalResponseNormOptions,
): SymbolicTensor {
  return applyOne('localResponseNorm', [x], { size, alpha, beta, bias });
}

/**
 * Group normalisation: (x − mean)/√(variance + ε)·gain + bias, mean and population variance over all
 * places of a group of neighbouring channels of one image.
 *
 * References: Wu and He, Group Normalization, ECCV 2018, equations 1 to 7. <https://arxiv.org/abs/1803.08494>
 *
 * @param x - `[N, C, H, W]`.
 * @param affine - Gain and bias per channel, `[C]`.
 * @param options.groups - Into how many groups the channels are divided; 1 normalises each image as a
 *   whole, C each channel by itself.
 * @param options.epsilon - ε, above 0. Default 1e-5.
 * @throws ShapeError if the groups do not divide the channels; ValueRangeError if `groups` or ε is out of range.
 */
export function groupNorm(
  x: SymbolicTensor,
  { gain, bias }: { readonly gain: SymbolicTensor; readonly bias: SymbolicTensor },
  { groups, epsilon = 1e-5 }: { readonly groups: number; readonly epsilon?: number },
): SymbolicTensor {
  assertInteger('groupNorm', 'groups', groups, 1);
  assertPositive('groupNorm', 'epsilon', epsilon);
  const { graph, dtype, shape } = x;
  const [count, channels, height, width] = shape;
  if (shape.length !== 4 || channels! % groups !== 0) {
    throw new ShapeError(
      `groupNorm: expected x [N, C, H, W] with channels that ${groups} groups divide, got ${formatShape(shape)}`,
    );
  }
  const size = (channels! / groups) * height! * width!;
  const every = (value: number): SymbolicTensor =>
    constant(graph, new Float64Array(size).fill(value), { dtype });
  const rows = reshape(x, [count! * groups, size]);
  const normal = layerNorm(rows, { gain: every(1), bias: every(0) }, epsilon);
  return channelAffine(reshape(normal, shape), gain, bias);
}
