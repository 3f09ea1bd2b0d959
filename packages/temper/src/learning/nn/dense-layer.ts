import { dense, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { ForwardContext, Initializer } from './forward-context.ts';
import { zeros } from './initializers.ts';

/** A fully connected layer. */
export interface DenseOptions {
  /** Number of outputs O. */
  readonly units: number;
  /** Of the weight `[O, I]`. */
  readonly initializer: Initializer;
  /** Initialiser of the bias; false for none. Default zeros. */
  readonly bias?: Initializer | false;
}

/** x·Wᵀ + b for x `[N, I]`, with parameters `<name>.weight` `[O, I]` and `<name>.bias` `[O]`. */
export function denseLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, units, initializer, bias = zeros }: DenseOptions & { readonly name: string },
): SymbolicTensor {
  const weight = context.parameter(`${name}.weight`, [units, x.shape[1]!], {
    role: 'weight',
    initializer,
  });
  if (!bias) return dense(x, weight);
  return dense(
    x,
    weight,
    context.parameter(`${name}.bias`, [units], { role: 'bias', initializer: bias }),
  );
}
