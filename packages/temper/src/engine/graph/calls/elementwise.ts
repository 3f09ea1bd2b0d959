import type { DType } from '../../../tensor/index.ts';
import type { Operand, SymbolicTensor } from '../symbolic-tensor.ts';
import { applyBroadcast, applyOne } from './operands.ts';

/** −x. */
export function neg(x: SymbolicTensor): SymbolicTensor {
  return applyOne('neg', [x], {});
}

/** |x|; the gradient at 0 is 0. */
export function abs(x: SymbolicTensor): SymbolicTensor {
  return applyOne('abs', [x], {});
}

/** 1/x. */
export function reciprocal(x: SymbolicTensor): SymbolicTensor {
  return applyOne('reciprocal', [x], {});
}

/** e^x. */
export function exp(x: SymbolicTensor): SymbolicTensor {
  return applyOne('exp', [x], {});
}

/** Natural logarithm. */
export function log(x: SymbolicTensor): SymbolicTensor {
  return applyOne('log', [x], {});
}

/** Square root; its gradient is infinite at 0. */
export function sqrt(x: SymbolicTensor): SymbolicTensor {
  return applyOne('sqrt', [x], {});
}

/** Hyperbolic tangent. */
export function tanh(x: SymbolicTensor): SymbolicTensor {
  return applyOne('tanh', [x], {});
}

/** The error function 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: SymbolicTensor): SymbolicTensor {
  return applyOne('erf', [x], {});
}

/** Logistic sigmoid 1/(1+e^−x). */
export function sigmoid(x: SymbolicTensor): SymbolicTensor {
  return applyOne('sigmoid', [x], {});
}

/** Gaussian error linear unit x·Φ(x), exact (not the tanh approximation). */
export function gelu(x: SymbolicTensor): SymbolicTensor {
  return applyOne('gelu', [x], {});
}

/** max(x, 0); the gradient at 0 is 0. */
export function relu(x: SymbolicTensor): SymbolicTensor {
  return applyOne('relu', [x], {});
}

/** 1 where x > 0, else 0, in x's dtype; no gradient passes. */
export function step(x: SymbolicTensor): SymbolicTensor {
  return applyOne('step', [x], {});
}

/** The same numbers in another dtype; gradients pass between floating types only. */
export function cast(x: SymbolicTensor, to: DType): SymbolicTensor {
  return x.dtype === to ? x : applyOne('cast', [x], { to });
}

/** a + b, broadcasting. */
export function add(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('add', [a, b], {});
}

/** a − b, broadcasting. */
export function sub(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('sub', [a, b], {});
}

/** a · b elementwise, broadcasting. */
export function mul(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('mul', [a, b], {});
}

/** a / b elementwise, broadcasting. */
export function div(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('div', [a, b], {});
}

/** The larger of a and b, broadcasting; where they are equal the gradient goes to b. */
export function maximum(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('maximum', [a, b], {});
}

/** The smaller of a and b, broadcasting; where they are equal the gradient goes to b. */
export function minimum(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('minimum', [a, b], {});
}

/** Whether a = b, as bool, broadcasting. */
export function equal(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('equal', [a, b], {});
}

/** Whether a > b, as bool, broadcasting. */
export function greater(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('greater', [a, b], {});
}

/** Whether a < b, as bool, broadcasting. */
export function less(a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('less', [a, b], {});
}

/** a where the bool tensor `condition` holds, else b, broadcasting. */
export function where(condition: SymbolicTensor, a: Operand, b: Operand): SymbolicTensor {
  return applyBroadcast('where', [condition, a, b], {});
}
