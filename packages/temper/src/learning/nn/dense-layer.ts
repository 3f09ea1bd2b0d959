import { dense, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { ForwardContext, Initializer } from './forward-context.ts';
import { zeros } from './initializers.ts';

/** A fully connected layer. */
export interface DenseOptions {
  /** Number of outputs O. */
  readonly units: number;
  /** Of the weight `[O, I]`. */
  readonly initializer: Initializer;
  /** Whether outputs get a bias, initialised to zero. Default true. */
  readonly bias?: boolean;
}

/** x·Wᵀ + b for x `[N, I]`, with parameters `<name>.weight` `[O, I]` and `<name>.bias` `[O]`. */
export function denseLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, units, initializer, bias = true }: DenseOptions & { readonly name: string },
): SymbolicTensor {
  const weight = context.parameter(`${name}.weight`, [units, x.shape[1]!], {
    role: 'weight',
    initializer,
  });
  if (!bias) return dense(x, weight);
  return dense(
    x,
    weight,
    context.parameter(`${name}.bias`, [units], { role: 'bias', initializer: zeros }),
  );
}
