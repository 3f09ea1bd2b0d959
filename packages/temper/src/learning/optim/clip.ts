import { assertPositive, GraphError } from '../../base/index.ts';
import {
  add,
  div,
  minimum,
  mul,
  reduceSum,
  sqrt,
  type SymbolicTensor,
} from '../../engine/graph/index.ts';

/**
 * Scales gradients together so that their global norm is at most `maxNorm`: each is multiplied by
 * min(1, maxNorm/(norm + 1e-6)), as PyTorch's `clip_grad_norm_` does.
 * @throws ValueRangeError if maxNorm is not above 0; GraphError without gradients.
 *
 * References: Pascanu et al., On the Difficulty of Training Recurrent Neural Networks, ICML 2013.
 */
export function clipByGlobalNorm(
  gradients: readonly SymbolicTensor[],
  maxNorm: number,
): SymbolicTensor[] {
  assertPositive('clipByGlobalNorm', 'maxNorm', maxNorm);
  const squares = gradients.map((gradient) => reduceSum(mul(gradient, gradient)));
  const [first, ...rest] = squares;
  if (!first) throw new GraphError('clipByGlobalNorm: expected at least one gradient, got none');
  const norm = sqrt(rest.reduce((sum, square) => add(sum, square), first));
  const coefficient = minimum(div(maxNorm, add(norm, 1e-6)), 1);
  return gradients.map((gradient) => mul(gradient, coefficient));
}
