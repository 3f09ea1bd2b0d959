import { normalizeAxis } from '../../../tensor/index.ts';
import type { OpAttributes } from '../op-list.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/** Which axes to reduce (default all; negative axes count from the back) and whether to keep them. */
export interface ReductionOptions {
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}

function attributesOf(
  op: 'reduceSum' | 'reduceMean' | 'reduceMax',
  x: SymbolicTensor,
  { axes, keepDims = false }: ReductionOptions,
): OpAttributes['reduceSum'] {
  const all = axes ?? x.shape.map((_, axis) => axis);
  const sorted = [...new Set(all.map((axis) => normalizeAxis(op, axis, x.shape.length)))];
  return { axes: sorted.sort((a, b) => a - b), keepDims };
}

/** Sum over axes. */
export function reduceSum(x: SymbolicTensor, options: ReductionOptions = {}): SymbolicTensor {
  return applyOne('reduceSum', [x], attributesOf('reduceSum', x, options));
}

/** Arithmetic mean over axes. */
export function reduceMean(x: SymbolicTensor, options: ReductionOptions = {}): SymbolicTensor {
  return applyOne('reduceMean', [x], attributesOf('reduceMean', x, options));
}

/** Largest value over axes; where several are largest each gets the whole gradient. */
export function reduceMax(x: SymbolicTensor, options: ReductionOptions = {}): SymbolicTensor {
  return applyOne('reduceMax', [x], attributesOf('reduceMax', x, options));
}

/** Index (int32) of the largest value along an axis, which disappears; the first among equals. */
export function argMax(x: SymbolicTensor, axis = -1): SymbolicTensor {
  return applyOne('argMax', [x], { axis: normalizeAxis('argMax', axis, x.shape.length) });
}
