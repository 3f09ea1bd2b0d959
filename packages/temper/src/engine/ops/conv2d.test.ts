import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { conv2d } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('conv2d', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('conv2d', [
      {
        inputs: [{ shape: [2, 3, 5, 4] }, { shape: [4, 3, 3, 3] }, { shape: [4] }],
        build: (x, w, bias) => conv2d(x, w, { padding: 1, bias }),
      },
      {
        inputs: [{ shape: [2, 2, 6, 7] }, { shape: [3, 2, 3, 2] }],
        build: (x, w) => conv2d(x, w, { stride: [2, 3], padding: [1, 0, 2, 1] }),
      },
      {
        inputs: [{ shape: [1, 4, 6, 6] }, { shape: [6, 2, 2, 3] }],
        build: (x, w) => conv2d(x, w, { dilation: [2, 1], groups: 2, padding: [0, 1] }),
      },
      {
        inputs: [{ shape: [1, 1, 4, 4] }, { shape: [2, 1, 1, 1] }],
        build: (x, w) => conv2d(x, w, { stride: 2 }),
      },
      {
        // More channels than the one-product form of the filter's gradient takes.
        inputs: [{ shape: [1, 40, 4, 4] }, { shape: [2, 40, 3, 3] }],
        build: (x, w) => conv2d(x, w, { padding: 1 }),
      },
    ]);
  });

  it('does not turn the filter around', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [1, 1, 3, 3] };
    const w = { data: [1, 10, 100, 1000], shape: [1, 1, 2, 2] };
    await expectValues([x, w], (a, b) => conv2d(a, b), [5421, 6532, 8754, 9865]);
  });

  it('refuses shapes that do not fit', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 3, 4, 4]);
    const w = graph.input('w', 'float32', [2, 3, 3, 3]);
    const wide = graph.input('wide', 'float32', [2, 3, 5, 5]);
    const bias = graph.input('b', 'float32', [3]);
    expect(() => conv2d(x, w, { groups: 3 })).toThrow('conv2d: expected an image [N, C, H, W]');
    expect(() => conv2d(x, wide)).toThrow('no larger than the padded image');
    expect(() => conv2d(x, w, { bias })).toThrow('conv2d: expected bias [2], got [3]');
    expect(() => conv2d(x, w, { stride: 0 })).toThrow('expected strides');
  });
});
