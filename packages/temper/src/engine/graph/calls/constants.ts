import type { DType, Shape } from '../../../tensor/index.ts';
import type { GraphBuilder, SymbolicTensor } from '../symbolic-tensor.ts';

/**
 * Numbers fixed when the graph is built. A model holds them rounded to `dtype`; the float64 reference
 * interpreter computes with the numbers as given: 0.1 is 0.1 there, not its float32.
 *
 * @param options.shape - Default: a list `[values.length]`.
 */
export function constant(
  graph: GraphBuilder,
  values: ArrayLike<number>,
  {
    shape = [values.length],
    dtype = 'float32',
  }: { readonly shape?: Shape; readonly dtype?: DType } = {},
): SymbolicTensor {
  const value = { dtype: 'float64', shape, data: Float64Array.from(values) } as const;
  return graph.apply('constant', [], { value, dtype })[0]!;
}
