import type { OpName, ReductionOptions, SymbolicTensor } from '../../src/engine/graph/index.ts';
import type { Shape } from '../../src/tensor/index.ts';
import { checkOp, expectValues, type OpCase, type OpInput } from './check-op.ts';

type Cases = readonly [OpCase, OpCase, ...OpCase[]];
type UnaryCall = (x: SymbolicTensor) => SymbolicTensor;
type BinaryCall = (a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor;

/** Draws from [0.5, 1.5), away from 0. */
export function aroundOne(rng: { uniform(): number }): number {
  return 0.5 + rng.uniform();
}

/** An input of int32 indices in [0, size). */
export function indicesBelow(size: number, shape: Shape): OpInput {
  return { shape, dtype: 'int32', draw: (rng) => rng.integer(size) };
}

/** An input of bool, each element drawn even. */
export function maskOf(shape: Shape): OpInput {
  return { shape, dtype: 'bool', draw: (rng) => rng.integer(2) };
}

/** A matrix, a scalar, an axis of size 1 and no elements at all, for an op of one operand. */
export function unaryCases(build: UnaryCall, draw?: OpInput['draw']): Cases {
  const one = (shape: Shape): OpCase => ({ inputs: [{ shape, ...(draw ? { draw } : {}) }], build });
  return [one([2, 3]), one([]), one([1, 4]), one([0, 3])];
}

/** Equal shapes, and every way in which two operands broadcast. */
export function binaryCases(build: BinaryCall, draw?: OpInput['draw']): Cases {
  const pair = (a: Shape, b: Shape): OpCase => ({
    inputs: [a, b].map((shape) => ({ shape, ...(draw ? { draw } : {}) })),
    build,
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

/** Checks a comparison of floats, of integers and of NaN; `expected` for a below, at and above b. */
export async function expectComparison(
  op: OpName,
  compare: BinaryCall,
  expected: readonly [number, number, number],
): Promise<void> {
  // Whole numbers, so that some are equal.
  await checkOp(
    op,
    binaryCases(compare, (rng) => rng.integer(3)),
  );
  await expectValues(
    [
      [1, 2, 3],
      [2, 2, 2],
    ],
    compare,
    expected,
  );
  const integers = { data: [-1, 0, 7], dtype: 'int32' } as const;
  await expectValues([integers, { data: [0], dtype: 'int32' }], compare, expected);
  await expectValues(
    [
      [NaN, 1],
      [NaN, NaN],
    ],
    compare,
    [0, 0],
  );
}

/** Checks a reduction over rows, columns and more; `expected` for 1…6 in two rows. */
export async function expectReduction(
  op: OpName,
  reduce: (x: SymbolicTensor, options?: ReductionOptions) => SymbolicTensor,
  expected: {
    readonly columns: readonly number[];
    readonly rows: readonly number[];
    readonly all: number;
  },
): Promise<void> {
  await checkOp(op, [
    { inputs: [{ shape: [2, 3] }], build: (x) => reduce(x) },
    { inputs: [{ shape: [2, 3] }], build: (x) => reduce(x, { axes: [-1], keepDims: true }) },
    { inputs: [{ shape: [2, 3, 4] }], build: (x) => reduce(x, { axes: [2, 0] }) },
    { inputs: [{ shape: [2, 3, 2, 2] }], build: (x) => reduce(x, { axes: [0, 2, 3] }) },
    { inputs: [{ shape: [] }], build: (x) => reduce(x) },
    { inputs: [{ shape: [3, 1] }], build: (x) => reduce(x, { axes: [1] }) },
  ]);
  const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
  await expectValues([x], (rows) => reduce(rows, { axes: [0] }), expected.columns);
  await expectValues([x], (rows) => reduce(rows, { axes: [1] }), expected.rows);
  await expectValues([x], (rows) => reduce(rows), [expected.all]);
}

/** Rows, a middle axis, columns, an axis of size 1 and no rows, for an op along an axis. */
export function axisCases(build: (x: SymbolicTensor, axis?: number) => SymbolicTensor): Cases {
  const along = (shape: Shape, axis?: number): OpCase => ({
    inputs: [{ shape }],
    build: (x) => build(x, axis),
  });
  return [along([3, 5]), along([2, 3, 4], 1), along([4, 2], 0), along([3, 1]), along([0, 3])];
}
