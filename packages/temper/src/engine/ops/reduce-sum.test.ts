import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { reduceSum } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceSum', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('reduceSum', [
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceSum(x) },
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceSum(x, { axes: [-1], keepDims: true }) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => reduceSum(x, { axes: [2, 0] }) },
      { inputs: [{ shape: [2, 3, 2, 2] }], build: (x) => reduceSum(x, { axes: [0, 2, 3] }) },
      { inputs: [{ shape: [] }], build: (x) => reduceSum(x) },
      { inputs: [{ shape: [3, 1] }], build: (x) => reduceSum(x, { axes: [1] }) },
    ]);
  });

  it('reduces columns, rows or everything', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await expectValues([x], (rows) => reduceSum(rows, { axes: [0] }), [5, 7, 9]);
    await expectValues([x], (rows) => reduceSum(rows, { axes: [1] }), [6, 15]);
    await expectValues([x], (rows) => reduceSum(rows), [21]);
  });

  it('is 0 over an axis without elements', async () => {
    const x = { data: [], shape: [2, 0] };
    await expectValues([x], (rows) => reduceSum(rows, { axes: [1] }), [0, 0]);
  });

  it('leaves x as it is over no axes', async () => {
    await expectValues([[1, 2]], (x) => reduceSum(x, { axes: [] }), [1, 2]);
  });

  it('refuses axes that are not there', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => reduceSum(x, { axes: [2] })).toThrow(
      'reduceSum: expected an axis of a rank-2 tensor, got 2',
    );
  });
});
