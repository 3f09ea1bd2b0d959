import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { channelAffine } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('channelAffine', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('channelAffine', [
      {
        inputs: [{ shape: [2, 3, 4, 2] }, { shape: [3] }, { shape: [3] }],
        build: (x, scale, shift) => channelAffine(x, scale, shift),
      },
      { inputs: [{ shape: [1, 5, 1, 3] }, { shape: [5] }], build: (x, s) => channelAffine(x, s) },
    ]);
  });

  it('scales and shifts each channel by its own', async () => {
    const x = { data: [1, 2, 3, 4], shape: [1, 2, 1, 2] };
    await expectValues(
      [x, [10, 100], [1, 2]],
      (a, s, t) => channelAffine(a, s, t),
      [11, 21, 302, 402],
    );
  });

  it('refuses vectors of another length', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 3, 4, 4]);
    const two = graph.input('two', 'float32', [2]);
    expect(() => channelAffine(x, two)).toThrow(
      'channelAffine: expected x [N, C, H, W] and vectors [C], got [1, 3, 4, 4] and [2]',
    );
  });
});
