import type { SymbolicTensor } from '../../src/engine/graph/index.ts';
import type { OpCase, OpInput } from './check-op.ts';

type Cases = readonly [OpCase, OpCase, ...OpCase[]];

/** A matrix, a scalar, an axis of size 1 and no elements at all, for an op of one operand. */
export function unaryCases(
  build: (x: SymbolicTensor) => SymbolicTensor,
  draw?: OpInput['draw'],
): Cases {
  const one = (shape: readonly number[]): OpCase => ({
    inputs: [{ shape, ...(draw ? { draw } : {}) }],
    build: (x) => build(x),
  });
  return [one([2, 3]), one([]), one([1, 4]), one([0, 3])];
}

/** Equal shapes, and every way in which two operands broadcast. */
export function binaryCases(
  build: (a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor,
  draw?: OpInput['draw'],
): Cases {
  const pair = (a: readonly number[], b: readonly number[]): OpCase => ({
    inputs: [a, b].map((shape) => ({ shape, ...(draw ? { draw } : {}) })),
    build: (x, y) => build(x, y),
  });
  return [
    pair([2, 3], [2, 3]),
    pair([2, 3], [3]),
    pair([1, 3], [2, 1]),
    pair([], [2, 2]),
    pair([4], [1]),
    pair([0, 3], [3]),
  ];
}
