import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { reduceMax } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceMax', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('reduceMax', [
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceMax(x) },
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceMax(x, { axes: [-1], keepDims: true }) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => reduceMax(x, { axes: [2, 0] }) },
      { inputs: [{ shape: [2, 3, 2, 2] }], build: (x) => reduceMax(x, { axes: [0, 2, 3] }) },
      { inputs: [{ shape: [] }], build: (x) => reduceMax(x) },
      { inputs: [{ shape: [3, 1] }], build: (x) => reduceMax(x, { axes: [1] }) },
    ]);
  });

  it('reduces columns, rows or everything', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await expectValues([x], (rows) => reduceMax(rows, { axes: [0] }), [4, 5, 6]);
    await expectValues([x], (rows) => reduceMax(rows, { axes: [1] }), [3, 6]);
    await expectValues([x], (rows) => reduceMax(rows), [6]);
  });

  it('gives each of several largest the whole gradient', async () => {
    await expectGradients([[1, 3, 3]], (x) => reduceMax(x), [[0, 1, 1]]);
  });

  it('refuses an axis without elements', () => {
    const x = makeGraph().input('x', 'float32', [2, 0]);
    expect(() => reduceMax(x)).toThrow(
      'reduceMax: expected at least one element along axes [0, 1]',
    );
  });
});
