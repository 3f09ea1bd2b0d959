import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/** Whether the last two axes of an operand are swapped before multiplying. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** Matrix product over the last two axes `[…, M, K]·[…, K, N]`; leading axes broadcast. */
export function matmul(
  a: SymbolicTensor,
  b: SymbolicTensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): SymbolicTensor {
  return applyOne('matmul', [a, b], { transposeA, transposeB });
}

/** x·Wᵀ + b for x `[N, I]`, weight `[O, I]` (a row per output, as the templates are), bias `[O]`. */
export function dense(
  x: SymbolicTensor,
  weight: SymbolicTensor,
  bias?: SymbolicTensor,
): SymbolicTensor {
  return applyOne('dense', bias ? [x, weight, bias] : [x, weight], {});
}
