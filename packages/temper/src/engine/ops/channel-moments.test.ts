import { describe, expect, it } from 'vitest';
import { checkOp, expectValues, runOnnx } from '../../../test/support/check-op.ts';
import { channelMoments } from '../graph/index.ts';
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

  it('never gives a variance below 0, and keeps three digits where the mean is 30 times the spread', async () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [4, 2, 8, 8]);
    const data = Float64Array.from({ length: 512 }, (_, i) =>
      Math.floor(i / 64) % 2 === 0 ? 1e4 : 30 + (i % 2 === 0 ? 1 : -1),
    );
    const { y } = await runOnnx(graph, { y: channelMoments(x) }, { x: data });
    const [, , constant, spread] = y!.data as Float32Array;
    expect(constant).toBeGreaterThanOrEqual(0);
    expect(Math.abs(spread! - 1)).toBeLessThan(1e-3);
  });

  it('refuses what has no channels or no elements', () => {
    const graph = makeGraph();
    expect(() => channelMoments(graph.input('x', 'float32', [2, 3]))).toThrow(
      'channelMoments: expected x [N, C, H, W] with elements, got [2, 3]',
    );
  });
});
