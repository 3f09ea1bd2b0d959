import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { reduceMean } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceMean', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('reduceMean', [
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceMean(x) },
      { inputs: [{ shape: [2, 3] }], build: (x) => reduceMean(x, { axes: [-1], keepDims: true }) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => reduceMean(x, { axes: [2, 0] }) },
      { inputs: [{ shape: [2, 3, 2, 2] }], build: (x) => reduceMean(x, { axes: [0, 2, 3] }) },
      { inputs: [{ shape: [] }], build: (x) => reduceMean(x) },
      { inputs: [{ shape: [3, 1] }], build: (x) => reduceMean(x, { axes: [1] }) },
    ]);
  });

  it('reduces columns, rows or everything', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await expectValues([x], (rows) => reduceMean(rows, { axes: [0] }), [2.5, 3.5, 4.5]);
    await expectValues([x], (rows) => reduceMean(rows, { axes: [1] }), [2, 5]);
    await expectValues([x], (rows) => reduceMean(rows), [3.5]);
  });

  it('refuses an axis without elements', () => {
    const x = makeGraph().input('x', 'float32', [2, 0]);
    expect(() => reduceMean(x)).toThrow(
      'reduceMean: expected at least one element along axes [0, 1], got shape [2, 0]',
    );
  });
});
