import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { maskOf } from '../../../test/support/op-cases.ts';
import { less, mul, type SymbolicTensor, where } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('where', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('where', [
      {
        inputs: [maskOf([2, 3]), { shape: [2, 3] }, { shape: [2, 3] }],
        build: (c, a, b) => where(c, a, b),
      },
      {
        inputs: [maskOf([2, 1]), { shape: [3] }, { shape: [] }],
        build: (c, a, b) => where(c, a, b),
      },
      {
        inputs: [maskOf([]), { shape: [2, 3] }, { shape: [1, 3] }],
        build: (c, a, b) => where(c, a, b),
      },
      { inputs: [maskOf([4]), { shape: [4] }], build: (c, a) => where(c, a, 0) },
    ]);
  });

  it('picks numbers too', async () => {
    await expectValues([[-1, 2]], (x) => where(less(x, 0), -7, 7), [-7, 7]);
  });

  it('keeps what was not picked out of the value and its gradient', async () => {
    const build = (x: SymbolicTensor): SymbolicTensor => where(less(x, 1), mul(x, x), 5);
    await expectValues([[0.5, Infinity, NaN]], build, [0.25, 5, 5]);
    await expectGradients([[0.5, 3]], build, [[1, 0]]);
  });

  it('refuses conditions that are not bool and alternatives that differ', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const counts = graph.input('counts', 'int32', [2]);
    expect(() => where(x, x, x)).toThrow('where: expected a bool condition, got float32');
    expect(() => where(less(x, x), x, counts)).toThrow(
      'where: expected alternatives of one dtype, got float32 and int32',
    );
  });
});
