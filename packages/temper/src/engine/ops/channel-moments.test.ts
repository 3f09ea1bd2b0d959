import { describe, expect, it } from 'vitest';
import { blockedTarget, checkOp, expectValues, runOnnx } from '../../../test/support/check-op.ts';
import { channelMoments, conv2d, type LoweringTarget } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('channelMoments', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('channelMoments', [
      { inputs: [{ shape: [2, 3, 4, 2] }], build: (x) => channelMoments(x) },
      { inputs: [{ shape: [3, 1, 1, 5] }], build: (x) => channelMoments(x) },
    ]);
  });

  it('gives means, then population variances', async () => {
    const x = { data: [1, 3, 10, 10], shape: [1, 2, 1, 2] };
    await expectValues([x], (a) => channelMoments(a), [2, 10, 1, 0]);
  });

  it.each<LoweringTarget>(['standard', ...(blockedTarget ? [blockedTarget] : [])])(
    'gives no variance below 0, and keeps digits where the mean is 30 times the spread (%j)',
    async (target) => {
      const graph = makeGraph();
      const x = graph.input('x', 'float32', [4, 32, 8, 8]);
      // Even channels are constant, odd ones 30 ± 1; the convolution leaves them so, and puts them in blocks.
      const data = Float64Array.from({ length: 4 * 32 * 64 }, (_, i) =>
        Math.floor(i / 64) % 2 === 0 ? 1e4 : 30 + (i % 2 === 0 ? 1 : -1),
      );
      const eye = Float64Array.from({ length: 32 * 32 }, (_, i) => Number(i % 33 === 0));
      const filter = graph.input('filter', 'float32', [32, 32, 1, 1]);
      const { y } = await runOnnx(
        graph,
        { y: channelMoments(conv2d(x, filter)) },
        { x: data, filter: eye },
        { target },
      );
      const variances = (y!.data as Float32Array).subarray(32);
      // 30² times a few roundings of 6e-8.
      variances.forEach((variance, c) => {
        if (c % 2 === 0) expect(variance).toBeGreaterThanOrEqual(0);
        else expect(Math.abs(variance - 1)).toBeLessThan(5e-4);
      });
    },
  );

  it('refuses what has no channels or no elements', () => {
    const graph = makeGraph();
    expect(() => channelMoments(graph.input('x', 'float32', [2, 3]))).toThrow(
      'channelMoments: expected x [N, C, H, W] with elements, got [2, 3]',
    );
  });
});
