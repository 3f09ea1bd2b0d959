import { normalizeAxis } from '../../../tensor/index.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/**
 * Slices of x picked along an axis by int32 indices, whose shape replaces that axis. Indices lie in
 * [0, size of the axis): ONNX Runtime stops at larger ones, and negative ones are not checked.
 */
export function gather(x: SymbolicTensor, indices: SymbolicTensor, axis = 0): SymbolicTensor {
  return applyOne('gather', [x, indices], { axis: normalizeAxis('gather', axis, x.shape.length) });
}

/** Rows of a table `[V, D]` picked by int32 indices of any shape: `[…, D]`. */
export function embedding(table: SymbolicTensor, indices: SymbolicTensor): SymbolicTensor {
  return gather(table, indices, 0);
}

/**
 * The transpose of `gather`: zeros with `size` slices along `axis`, to which the slices of `updates`
 * are added where `indices` says. Repeated indices add up.
 */
export function scatterAdd(
  indices: SymbolicTensor,
  updates: SymbolicTensor,
  { axis, size }: { readonly axis: number; readonly size: number },
): SymbolicTensor {
  return applyOne('scatterAdd', [indices, updates], { axis, size });
}

/** One element per position along an axis: y[i][j] = x[i][indices[i][j]]; ranks are equal. */
export function takeAlongAxis(
  x: SymbolicTensor,
  indices: SymbolicTensor,
  axis = -1,
): SymbolicTensor {
  return applyOne('takeAlongAxis', [x, indices], {
    axis: normalizeAxis('takeAlongAxis', axis, x.shape.length),
  });
}

/** The transpose of `takeAlongAxis`: zeros of `size` along `axis`, with the updates added in place. */
export function scatterAddAlongAxis(
  indices: SymbolicTensor,
  updates: SymbolicTensor,
  { axis, size }: { readonly axis: number; readonly size: number },
): SymbolicTensor {
  return applyOne('scatterAddAlongAxis', [indices, updates], { axis, size });
}

/**
 * float32 rows with `on` at the int32 index and `off` elsewhere: `[…, depth]`. An index outside
 * [0, depth) gives a row of `off`.
 */
export function oneHot(
  indices: SymbolicTensor,
  {
    depth,
    on = 1,
    off = 0,
  }: { readonly depth: number; readonly on?: number; readonly off?: number },
): SymbolicTensor {
  return applyOne('oneHot', [indices], { depth, on, off });
}

/**
 * Inverted dropout: x/keep where the bool mask of x's shape holds, 0 elsewhere.
 *
 * The mask is data, drawn outside the graph: a run stays a function of its seed.
 * @param options.keep - The probability with which the mask was drawn to hold, in (0, 1].
 */
export function dropout(
  x: SymbolicTensor,
  mask: SymbolicTensor,
  { keep }: { readonly keep: number },
): SymbolicTensor {
  return applyOne('dropout', [x, mask], { keep });
}
