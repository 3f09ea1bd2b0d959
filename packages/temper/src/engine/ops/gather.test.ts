import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { indicesBelow } from '../../../test/support/op-cases.ts';
import {
  constant,
  embedding,
  evaluateReference,
  gather,
  type SymbolicTensor,
} from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('gather', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('gather', [
      { inputs: [{ shape: [4, 3] }, indicesBelow(4, [6])], build: (x, i) => gather(x, i) },
      { inputs: [{ shape: [4, 3] }, indicesBelow(4, [2, 3])], build: (x, i) => embedding(x, i) },
      { inputs: [{ shape: [2, 4, 3] }, indicesBelow(4, [5])], build: (x, i) => gather(x, i, 1) },
      { inputs: [{ shape: [2, 4] }, indicesBelow(4, [2, 2])], build: (x, i) => gather(x, i, -1) },
      { inputs: [{ shape: [3, 2] }, indicesBelow(3, [])], build: (x, i) => gather(x, i) },
      { inputs: [{ shape: [3, 2] }, indicesBelow(3, [0])], build: (x, i) => gather(x, i) },
    ]);
  });

  it('picks rows, and adds up the gradients of a row picked twice', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
    const pick = (rows: SymbolicTensor): SymbolicTensor =>
      gather(rows, constant(rows.graph, [2, 0, 2], { dtype: 'int32' }));
    await expectValues([x], pick, [5, 6, 1, 2, 5, 6]);
    await expectGradients([x], pick, [[1, 1, 0, 0, 2, 2]]);
  });

  it('refuses indices of another dtype, and the reference those outside the axis', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [3, 2]);
    expect(() => gather(x, graph.input('i', 'int64', [2]))).toThrow(
      'gather: expected int32 indices, got int64',
    );
    const y = gather(x, constant(graph, [0, -1], { dtype: 'int32' }));
    expect(() => evaluateReference(graph.ops, [y], { x: new Float64Array(6) })).toThrow(
      'gather: expected indices in [0, 3), got -1',
    );
  });
});
