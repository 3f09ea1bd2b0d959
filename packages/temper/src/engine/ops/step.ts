import { type Emitter, float, type OnnxValue, type OpDefinition } from '../graph/index.ts';
import { blockedElementwise } from './blocked.ts';
import { assertFloating } from './elementwise.ts';

/** Beyond any normal float32 this slope saturates, so the hard sigmoid is a step. */
export const STEEP = 1e30;

/**
 * 1 where x > 0, else 0. Lowered as a hard sigmoid of enormous slope, clip(1e30·x, 0, 1): half the
 * time of Sign or Greater and Where on the CPU. Inputs between 0 and 1e-30 give a value below 1; NaN
 * stays NaN.
 */
export const step: OpDefinition<'step'> = {
  infer([x]) {
    assertFloating('step', x!);
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate: ([x]) => [x!.data.map((value) => (Number.isNaN(value) ? NaN : Number(value > 0)))],
  lower: steepSigmoid,
  blocked: blockedElementwise(steepSigmoid),
};

function steepSigmoid(emit: Emitter, inputs: readonly OnnxValue[]): OnnxValue[] {
  return [emit.node('HardSigmoid', inputs, { alpha: float(STEEP), beta: float(0) })];
}
