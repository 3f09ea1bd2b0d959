import type { Shape } from '../../tensor/index.ts';
import { reduceSum, reshape, type SymbolicTensor } from '../graph/index.ts';

/** Sums a gradient over the axes along which an operand of `shape` was repeated: the transpose of broadcasting. */
export function unbroadcast(gradient: SymbolicTensor, shape: Shape): SymbolicTensor {
  const missing = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < missing || (shape[axis - missing] === 1 && size !== 1) ? [axis] : [],
  );
  return axes.length === 0 ? gradient : reshape(reduceSum(gradient, { axes }), shape);
}
