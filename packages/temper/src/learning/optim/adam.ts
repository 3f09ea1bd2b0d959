import { assertPositive, assertWithin } from '../../base/index.ts';
import { add, div, mul, sqrt, sub } from '../../engine/graph/index.ts';
import type { Optimizer } from './optimizer.ts';
import { penalized, shrunk } from './weight-decay.ts';

/** Adam; weight decay is added to the gradient. */
export interface AdamConfig {
  readonly name: 'adam';
  /** Decay of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment; above 0. Default 1e-8. */
  readonly epsilon?: number;
}

/** Adam whose weight decay shrinks the parameter beside the step. */
export interface AdamWConfig extends Omit<AdamConfig, 'name'> {
  readonly name: 'adamw';
}

/**
 * Adam as PyTorch has it: with gradient g, learning rate η and t the step counted from 1,
 *
 *   m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,
 *   p ← p − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε).
 *
 * Computed as p − η′·m/(√v + ε′) with η′ = η√(1−β₂ᵗ)/(1−β₁ᵗ) and ε′ = ε√(1−β₂ᵗ), one pass over the
 * tensors less. `adam` adds λp to g for weight decay λ; `adamw` shrinks p by 1 − ηλ first.
 * @throws ValueRangeError if a β is outside [0, 1) or ε is not above 0.
 *
 * References: Kingma and Ba, Adam, ICLR 2015. <https://arxiv.org/abs/1412.6980> Loshchilov and
 * Hutter, Decoupled Weight Decay Regularization, ICLR 2019. <https://arxiv.org/abs/1711.05101>
 */
export function adam({
  name,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamConfig | AdamWConfig): Optimizer {
  const decoupled = name === 'adamw';
  assertWithin(name, 'beta1', beta1, { minimum: 0, maximum: 1, openMaximum: true });
  assertWithin(name, 'beta2', beta2, { minimum: 0, maximum: 1, openMaximum: true });
  assertPositive(name, 'epsilon', epsilon);
  return {
    name,
    slots: ['firstMoment', 'secondMoment'],
    scalars(step, schedule) {
      const learningRate = schedule(step);
      const rootCorrection = Math.sqrt(1 - beta2 ** (step + 1));
      const stepSize = (learningRate * rootCorrection) / (1 - beta1 ** (step + 1));
      const scalars = { stepSize, epsilon: epsilon * rootCorrection };
      return decoupled ? { ...scalars, learningRate } : scalars;
    },
    update(input) {
      const { slots, scalars } = input;
      const gradient = decoupled ? input.gradient : penalized(input);
      const firstMoment = add(mul(slots.firstMoment!, beta1), mul(gradient, 1 - beta1));
      const secondMoment = add(
        mul(slots.secondMoment!, beta2),
        mul(mul(gradient, gradient), 1 - beta2),
      );
      const direction = div(firstMoment, add(sqrt(secondMoment), scalars.epsilon!));
      const start = decoupled ? shrunk(input) : input.parameter;
      return {
        parameter: sub(start, mul(direction, scalars.stepSize!)),
        slots: { firstMoment, secondMoment },
      };
    },
  };
}
