import { groupNorm, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { ForwardContext } from './forward-context.ts';
import { ones, zeros } from './initializers.ts';

/**
 * Group normalisation of x `[N, C, H, W]`: each example's channels, in `groups` groups of neighbours, are
 * brought to mean 0 and variance 1 by themselves; the batch plays no part. Parameters `<name>.gain` and
 * `<name>.bias`, `[C]`.
 *
 * References: Wu and He, Group Normalization, ECCV 2018. <https://arxiv.org/abs/1803.08494>
 */
export function groupNormLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, groups }: { readonly name: string; readonly groups: number },
): SymbolicTensor {
  const shape = [x.shape[1]!];
  const gain = context.parameter(`${name}.gain`, shape, { role: 'gain', initializer: ones });
  const bias = context.parameter(`${name}.bias`, shape, { role: 'bias', initializer: zeros });
  return groupNorm(x, { gain, bias }, { groups });
}
