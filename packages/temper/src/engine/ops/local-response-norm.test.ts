import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { localResponseNorm } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('localResponseNorm', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('localResponseNorm', [
      // Strong enough a norm that its part of the gradient shows.
      {
        inputs: [{ shape: [2, 5, 2, 3] }],
        build: (x) => localResponseNorm(x, { size: 3, alpha: 2 }),
      },
      {
        inputs: [{ shape: [1, 6, 2, 2] }],
        build: (x) => localResponseNorm(x, { size: 4, alpha: 0.5, beta: 0.6, bias: 2 }),
      },
      {
        inputs: [{ shape: [2, 3, 1, 2] }],
        build: (x) => localResponseNorm(x, { size: 9, alpha: 3, beta: 0.75, bias: 0.5 }),
      },
      { inputs: [{ shape: [1, 1, 2, 2] }], build: (x) => localResponseNorm(x, { size: 1 }) },
    ]);
  });

  it('divides by the neighbours it has, of an even number one more below', async () => {
    // s is 1/16 + 15/4·(1/4) = 1 and 1/16 + 15/4·(1/4 + 4) = 16, whose powers are 1 and 8.
    const x = { data: [0.5, 2], shape: [1, 2, 1, 1] };
    const options = { size: 2, alpha: 7.5, beta: 0.75, bias: 1 / 16 };
    await expectValues([x], (a) => localResponseNorm(a, options), [0.5, 0.25]);
  });

  it('refuses constants out of range', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 3, 2, 2]);
    expect(() => localResponseNorm(x, { size: 0 })).toThrow('size to be a whole number');
    expect(() => localResponseNorm(x, { size: 3, bias: 0 })).toThrow('bias to be a finite number');
    expect(() => localResponseNorm(x, { size: 3, alpha: -1 })).toThrow('expected alpha in');
    expect(() => localResponseNorm(graph.input('m', 'float32', [3, 4]), { size: 3 })).toThrow(
      'localResponseNorm: expected x [N, C, H, W], got [3, 4]',
    );
  });
});
