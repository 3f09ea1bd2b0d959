import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { concat } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('concat', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('concat', [
      {
        inputs: [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 2] }],
        build: (a, b, c) => concat([a, b, c], -1),
      },
      { inputs: [{ shape: [2, 3] }, { shape: [1, 3] }], build: (a, b) => concat([a, b], 0) },
      {
        inputs: [{ shape: [2, 1, 2] }, { shape: [2, 2, 2] }],
        build: (a, b) => concat([a, b, a], 1),
      },
      { inputs: [{ shape: [3] }], build: (a) => concat([a], 0) },
      { inputs: [{ shape: [0] }, { shape: [2] }], build: (a, b) => concat([a, b], 0) },
    ]);
  });

  it('joins rows side by side', async () => {
    const a = { data: [1, 2, 3, 4], shape: [2, 2] };
    const b = { data: [5, 6], shape: [2, 1] };
    await expectValues([a, b], (x, y) => concat([x, y], 1), [1, 2, 5, 3, 4, 6]);
  });

  it('refuses shapes that differ elsewhere, and other dtypes', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const tall = graph.input('tall', 'float32', [3, 3]);
    const counts = graph.input('counts', 'int32', [2, 3]);
    expect(() => concat([x, tall], 1)).toThrow(
      'concat: expected shapes that agree but for axis 1, got [2, 3] and [3, 3]',
    );
    expect(() => concat([x, counts], 1)).toThrow('concat: expected operands of one dtype');
    expect(() => concat([x, x], 2)).toThrow('concat: expected an axis of a rank-2 tensor, got 2');
  });
});
