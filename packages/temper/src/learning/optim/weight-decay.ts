import { add, mul, sub, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { UpdateInput } from './optimizer.ts';

/** The parameter shrunk by decoupled weight decay, p(1 − ηλ): one pass over it, or none where λ is 0. */
export function shrunk({ parameter, scalars, weightDecay }: UpdateInput): SymbolicTensor {
  if (weightDecay === 0) return parameter;
  return mul(parameter, sub(1, mul(scalars.learningRate!, weightDecay)));
}

/** The gradient with coupled (L2) weight decay, g + λp. */
export function penalized({ parameter, gradient, weightDecay }: UpdateInput): SymbolicTensor {
  return weightDecay === 0 ? gradient : add(gradient, mul(parameter, weightDecay));
}
