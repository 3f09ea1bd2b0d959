import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { maxPool } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('maxPool', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('maxPool', [
      { inputs: [{ shape: [2, 3, 4, 6] }], build: (x) => maxPool(x, { size: 2 }) },
      {
        inputs: [{ shape: [2, 2, 6, 6] }],
        build: (x) => maxPool(x, { size: 3, stride: 2, padding: [0, 0, 1, 1] }),
      },
      {
        inputs: [{ shape: [1, 2, 5, 7] }],
        build: (x) => maxPool(x, { size: [3, 2], stride: [1, 3], padding: [2, 1, 1, 0] }),
      },
      // Gaps between windows, and rows and columns that none reaches.
      { inputs: [{ shape: [1, 1, 8, 6] }], build: (x) => maxPool(x, { size: 2, stride: [3, 4] }) },
      {
        inputs: [{ shape: [1, 1, 1, 2] }],
        build: (x) => maxPool(x, { size: 3, stride: 2, padding: 1 }),
      },
      { inputs: [{ shape: [2, 1, 3, 3] }], build: (x) => maxPool(x, { size: 1, stride: 2 }) },
    ]);
  });

  it('never lets padding win, below zero neither', async () => {
    const x = { data: [-1, -2, -3, -4], shape: [1, 1, 2, 2] };
    const pool = { size: 2, padding: 1 };
    await expectValues([x], (a) => maxPool(a, pool), [-1, -2, -3, -4]);
    await expectGradients([x], (a) => maxPool(a, pool), [[1, 1, 1, 1]]);
  });

  it('gives the gradient of a window to the first of equal elements', async () => {
    const x = { data: [0, 5, 5, 0, 5, 5, 1, 1, 1], shape: [1, 1, 3, 3] };
    // The four windows find 5 at places 1, 1, 4 and 4.
    await expectGradients([x], (a) => maxPool(a, { size: 2, stride: 1 }), [
      [0, 2, 0, 0, 2, 0, 0, 0, 0],
    ]);
    const zeros = { data: [0, 0, 0, 0], shape: [1, 1, 2, 2] };
    const around = { size: 3, stride: 2, padding: 1 };
    await expectGradients([zeros], (a) => maxPool(a, around), [[1, 0, 0, 0]]);
  });

  it('refuses windows that do not fit', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 1, 3, 4]);
    expect(() => maxPool(x, { size: [4, 2] })).toThrow(
      'maxPool: expected an image [N, C, H, W] in which a window [4, 2] fits, got [1, 1, 3, 4]',
    );
    expect(() => maxPool(x, { size: 2, padding: 2 })).toThrow('paddings from 0 to below the size');
    expect(() => maxPool(x, { size: 2, stride: 0 })).toThrow('strides of at least 1');
    expect(() => maxPool(graph.input('m', 'float32', [3, 4]), { size: 2 })).toThrow('[N, C, H, W]');
  });
});
