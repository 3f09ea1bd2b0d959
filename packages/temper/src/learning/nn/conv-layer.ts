import { conv2d, type ConvolutionOptions, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { ForwardContext, Initializer } from './forward-context.ts';

/** A convolutional layer with square filters. */
export interface ConvOptions extends Pick<ConvolutionOptions, 'stride' | 'padding'> {
  /** Number of output channels K. */
  readonly filters: number;
  /** Side of a filter. */
  readonly size: number;
  /** Of the filters `[K, C, size, size]`. */
  readonly initializer: Initializer;
  /** Initialiser of the bias; without it there is none. */
  readonly bias?: Initializer;
}

/**
 * Convolution of x `[N, C, H, W]` with parameters `<name>.weight` `[K, C, size, size]` and, if it has
 * one, `<name>.bias` `[K]`.
 */
export function convLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, filters, size, initializer, bias, ...options }: ConvOptions & { readonly name: string },
): SymbolicTensor {
  const weight = context.parameter(`${name}.weight`, [filters, x.shape[1]!, size, size], {
    role: 'filter',
    initializer,
  });
  if (!bias) return conv2d(x, weight, options);
  return conv2d(x, weight, {
    ...options,
    bias: context.parameter(`${name}.bias`, [filters], { role: 'bias', initializer: bias }),
  });
}
