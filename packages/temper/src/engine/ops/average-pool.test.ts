import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { averagePool } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('averagePool', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('averagePool', [
      { inputs: [{ shape: [2, 3, 4, 6] }], build: (x) => averagePool(x, { size: 2 }) },
      // Rows and columns that no window reaches.
      { inputs: [{ shape: [1, 2, 5, 8] }], build: (x) => averagePool(x, { size: [2, 3] }) },
      {
        inputs: [{ shape: [2, 2, 6, 5] }],
        build: (x) => averagePool(x, { size: 3, stride: 2, padding: [0, 1, 1, 1] }),
      },
      {
        inputs: [{ shape: [1, 3, 5, 4] }],
        build: (x) => averagePool(x, { size: 3, stride: 1, padding: 1, countPadding: false }),
      },
      { inputs: [{ shape: [1, 1, 7, 7] }], build: (x) => averagePool(x, { size: 2, stride: 3 }) },
      { inputs: [{ shape: [2, 2, 3, 5] }], build: (x) => averagePool(x, { size: [3, 5] }) },
    ]);
  });

  it('counts padding only when asked', async () => {
    const x = { data: [4, 8, 12, 16], shape: [1, 1, 2, 2] };
    const pool = { size: 2, padding: 1 };
    await expectValues([x], (a) => averagePool(a, pool), [1, 2, 3, 4]);
    await expectValues(
      [x],
      (a) => averagePool(a, { ...pool, countPadding: false }),
      [4, 8, 12, 16],
    );
    const quarters = [1, 1, 1, 1].map((one) => one / 4);
    await expectGradients([x], (a) => averagePool(a, pool), [quarters]);
  });

  it('refuses windows that do not fit', () => {
    const x = makeGraph().input('x', 'float32', [1, 1, 3, 4]);
    expect(() => averagePool(x, { size: 4 })).toThrow(
      'averagePool: expected an image [N, C, H, W] in which a window [4, 4] fits, got [1, 1, 3, 4]',
    );
  });
});
