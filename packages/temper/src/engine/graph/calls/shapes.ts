import { ShapeError } from '../../../base/index.ts';
import {
  formatShape,
  normalizeAxis,
  sameShape,
  type Shape,
  sizeOf,
} from '../../../tensor/index.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/**
 * The same elements in another shape; one size may be −1 and is worked out.
 * @throws ShapeError if the element counts differ.
 */
export function reshape(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const full = shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
  if (sizeOf(full) !== sizeOf(x.shape) || full.some((size) => !Number.isInteger(size))) {
    throw new ShapeError(
      `reshape: expected ${sizeOf(x.shape)} elements for ${formatShape(x.shape)}, got shape ${formatShape(shape)}`,
    );
  }
  return sameShape(full, x.shape) ? x : applyOne('reshape', [x], { shape: full });
}

/** Axes in another order; reversed when no permutation is given. */
export function transpose(x: SymbolicTensor, permutation?: readonly number[]): SymbolicTensor {
  const order = permutation ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  return applyOne('transpose', [x], { permutation: order });
}

/** One axis of a slice: from `start` to before `end` by `step` (which may be negative). */
export interface SliceRange {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  /** Default 1. A negative step walks down from `start` to above `end`; end −1 means "past index 0". */
  readonly step?: number;
}

/** A strided part of x; axes that are not named stay whole. Indices are absolute, not wrapped. */
export function slice(x: SymbolicTensor, ranges: readonly SliceRange[]): SymbolicTensor {
  const starts = x.shape.map(() => 0);
  const ends = [...x.shape];
  const steps = x.shape.map(() => 1);
  for (const { axis, start, end, step = 1 } of ranges) {
    const at = normalizeAxis('slice', axis, x.shape.length);
    starts[at] = start;
    ends[at] = end;
    steps[at] = step;
  }
  const whole = x.shape.every(
    (size, at) => starts[at] === 0 && ends[at] === size && steps[at] === 1,
  );
  return whole ? x : applyOne('slice', [x], { starts, ends, steps });
}

/**
 * One row of a matrix, `[R, C]` to `[C]`.
 * @throws ShapeError if `matrix` has other axes; GraphError if it has no row `index`.
 */
export function row(matrix: SymbolicTensor, index: number): SymbolicTensor {
  if (matrix.shape.length !== 2) {
    throw new ShapeError(`row: expected a matrix [R, C], got ${formatShape(matrix.shape)}`);
  }
  const whole = slice(matrix, [{ axis: 0, start: index, end: index + 1 }]);
  return reshape(whole, [matrix.shape[1]!]);
}

/** x with the order of its elements along some axes reversed, as images turned left to right. */
export function flip(x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const turned = new Set(axes.map((axis) => normalizeAxis('flip', axis, x.shape.length)));
  return slice(
    x,
    Array.from(turned, (axis) => ({ axis, start: x.shape[axis]! - 1, end: -1, step: -1 })),
  );
}

/** Tensors joined along an axis; all other sizes agree. */
export function concat(
  tensors: readonly [SymbolicTensor, ...SymbolicTensor[]],
  axis: number,
): SymbolicTensor {
  return applyOne('concat', tensors, {
    axis: normalizeAxis('concat', axis, tensors[0].shape.length),
  });
}

/** x with zeros before and after along every axis. */
export function pad(
  x: SymbolicTensor,
  before: readonly number[],
  after: readonly number[],
): SymbolicTensor {
  const none = x.shape.map(() => 0);
  return sameShape(before, none) && sameShape(after, none)
    ? x
    : applyOne('pad', [x], { before, after });
}

/** x repeated to a larger shape by the broadcasting rules. */
export function expand(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  return sameShape(x.shape, shape) ? x : applyOne('expand', [x], { shape });
}
