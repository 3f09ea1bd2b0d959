import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { convTranspose2d } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('convTranspose2d', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('convTranspose2d', [
      {
        inputs: [{ shape: [2, 4, 4, 3] }, { shape: [4, 3, 3, 3] }],
        build: (d, w) => convTranspose2d(d, w, { padding: 1 }),
      },
      {
        inputs: [{ shape: [1, 2, 3, 3] }, { shape: [2, 3, 3, 3] }],
        build: (d, w) => convTranspose2d(d, w, { stride: 2, padding: 1, size: [6, 6] }),
      },
      {
        inputs: [{ shape: [1, 4, 2, 3] }, { shape: [4, 2, 2, 2] }],
        build: (d, w) => convTranspose2d(d, w, { stride: 2, groups: 2, dilation: 2 }),
      },
      {
        // Cut more than the filter reaches: no convolution with a turned filter.
        inputs: [{ shape: [1, 1, 4, 4] }, { shape: [1, 1, 1, 1] }],
        build: (d, w) => convTranspose2d(d, w, { padding: 1 }),
      },
    ]);
  });

  it('spreads the filter', async () => {
    const d = { data: [1, 10], shape: [1, 1, 1, 2] };
    const w = { data: [1, 2, 3], shape: [1, 1, 1, 3] };
    await expectValues([d, w], (a, b) => convTranspose2d(a, b), [1, 12, 23, 30]);
  });

  it('refuses a size that the convolution would not take to d', () => {
    const graph = makeGraph();
    const d = graph.input('d', 'float32', [1, 2, 3, 3]);
    const w = graph.input('w', 'float32', [2, 3, 3, 3]);
    expect(() => convTranspose2d(d, w, { stride: 2, size: [9, 9] })).toThrow(
      'convTranspose2d: expected an image',
    );
  });
});
