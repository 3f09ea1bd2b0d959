import { assertWithin, ConfigError } from '../../base/index.ts';
import { add, mul, sub } from '../../engine/graph/index.ts';
import type { Optimizer } from './optimizer.ts';
import { penalized, shrunk } from './weight-decay.ts';

/** Stochastic gradient descent. */
export interface SgdConfig {
  readonly name: 'sgd';
  /** μ in [0, 1). Default 0. */
  readonly momentum?: number;
  /** Whether the step looks ahead by the momentum. Default false. */
  readonly nesterov?: boolean;
  /**
   * Whether weight decay shrinks the parameter beside the step (SGDW) instead of being added to the
   * gradient (L2). Default false.
   */
  readonly decoupled?: boolean;
}

/**
 * Stochastic gradient descent with momentum, as PyTorch has it (dampening 0): with gradient g, to
 * which λp is added for weight decay λ, velocity v and learning rate η,
 *
 *   v ← μv + g,  p ← p − ηv;  with Nesterov p ← p − η(g + μv).
 *
 * Computed with the displacement d = ηv in place of the velocity, which saves a pass over the
 * parameters: d ← (μη/η′)d + ηg, p ← p − d, η′ the learning rate of the step before. A step at
 * learning rate 0 forgets the momentum. Decoupled decay leaves g alone and shrinks p by 1 − ηλ first.
 * @throws ValueRangeError if the momentum is outside [0, 1); ConfigError for Nesterov without momentum.
 *
 * References: Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning,
 * ICML 2013. Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithm 1;
 * as in PyTorch a change of η acts on the whole velocity.
 */
export function sgd({
  momentum = 0,
  nesterov = false,
  decoupled = false,
}: Omit<SgdConfig, 'name'> = {}): Optimizer {
  assertWithin('sgd', 'momentum', momentum, { minimum: 0, maximum: 1, openMaximum: true });
  if (nesterov && momentum === 0) {
    throw new ConfigError('sgd: expected a momentum above 0 with nesterov, got 0');
  }
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['displacement'],
    scalars(step, schedule) {
      const learningRate = schedule(step);
      if (momentum === 0) return { learningRate };
      const before = step === 0 ? learningRate : schedule(step - 1);
      return { learningRate, retention: before === 0 ? 0 : (momentum * learningRate) / before };
    },
    update(input) {
      const gradient = decoupled ? input.gradient : penalized(input);
      const start = decoupled ? shrunk(input) : input.parameter;
      const descent = mul(gradient, input.scalars.learningRate!);
      if (momentum === 0) return { parameter: sub(start, descent), slots: {} };
      const displacement = add(mul(input.slots.displacement!, input.scalars.retention!), descent);
      const way = nesterov ? add(descent, mul(displacement, momentum)) : displacement;
      return { parameter: sub(start, way), slots: { displacement } };
    },
  };
}
