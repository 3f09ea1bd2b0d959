import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { pullback } from '../autodiff/index.ts';
import { maxPool, maxPoolInput, type SymbolicTensor } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('maxPoolInput', () => {
  it('agrees with the reference in value, and is constant in x', async () => {
    const spread =
      (options: Parameters<typeof maxPool>[1]) =>
      (x: SymbolicTensor, d: SymbolicTensor): SymbolicTensor =>
        maxPoolInput(x, { y: maxPool(x, options), d }, options);
    await checkOp('maxPoolInput', [
      {
        inputs: [{ shape: [2, 3, 5, 5] }, { shape: [2, 3, 2, 2], differentiable: false }],
        build: spread({ size: 2 }),
      },
      {
        inputs: [{ shape: [2, 1, 6, 4] }, { shape: [2, 1, 3, 3], differentiable: false }],
        build: spread({ size: 3, stride: [2, 1], padding: [0, 0, 1, 1] }),
      },
    ]);
  });

  it('adds up what several windows found in one place', async () => {
    const [x, y, d] = [
      [1, 9, 1],
      [9, 9],
      [10, 1],
    ].map((data) => ({ data, shape: [1, 1, 1, data.length] }));
    const pool = { size: [1, 2], stride: 1 } as const;
    await expectValues(
      [x!, y!, d!],
      (a, b, c) => maxPoolInput(a, { y: b, d: c }, pool),
      [0, 11, 0],
    );
  });

  it('has no gradient of its own', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 1, 4, 4]);
    const d = graph.input('d', 'float32', [1, 1, 2, 2]);
    const dx = maxPoolInput(x, { y: maxPool(x, { size: 2 }), d }, { size: 2 });
    expect(() => pullback(graph, { outputs: [dx], cotangents: [x] }, [d])).toThrow(
      'maxPoolInput: expected to be differentiated once',
    );
  });

  it('refuses what pooling does not give', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 1, 4, 4]);
    expect(() => maxPoolInput(x, { y: x, d: x }, { size: 2 })).toThrow(
      'maxPoolInput: expected y and d of shape [1, 1, 2, 2], got [1, 1, 4, 4]',
    );
  });
});
