import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { conv2dFilter } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('conv2dFilter', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('conv2dFilter', [
      {
        inputs: [{ shape: [2, 3, 5, 4] }, { shape: [2, 4, 5, 4] }],
        build: (x, d) => conv2dFilter(x, d, { padding: 1, size: [3, 3] }),
      },
      {
        // Other paddings on each side.
        inputs: [{ shape: [2, 2, 5, 4] }, { shape: [2, 1, 6, 5] }],
        build: (x, d) => conv2dFilter(x, d, { padding: [1, 0, 2, 2], size: [3, 2] }),
      },
      {
        inputs: [{ shape: [2, 2, 6, 7] }, { shape: [2, 3, 3, 3] }],
        build: (x, d) => conv2dFilter(x, d, { stride: [2, 2], padding: 1, size: [3, 4] }),
      },
      {
        inputs: [{ shape: [1, 4, 4, 4] }, { shape: [1, 6, 4, 4] }],
        build: (x, d) => conv2dFilter(x, d, { groups: 2, dilation: 2, padding: 2, size: [3, 3] }),
      },
    ]);
  });

  it('sums each place of the image that a tap meets times d', async () => {
    const x = { data: [1, 2, 3, 4], shape: [1, 1, 1, 4] };
    const d = { data: [1, 10, 100], shape: [1, 1, 1, 3] };
    await expectValues([x, d], (a, b) => conv2dFilter(a, b, { size: [1, 2] }), [321, 432]);
  });

  it('refuses a size that does not lead to d', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 2, 3, 3]);
    const d = graph.input('d', 'float32', [1, 2, 3, 3]);
    expect(() => conv2dFilter(x, d, { size: [3, 3] })).toThrow('conv2dFilter: expected an image');
    const three = graph.input('three', 'float32', [1, 3, 3, 3]);
    expect(() => conv2dFilter(three, d, { groups: 2, size: [1, 1] })).toThrow('a filter [K, C/2');
  });
});
