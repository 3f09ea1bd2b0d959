import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { indicesBelow } from '../../../test/support/op-cases.ts';
import { scatterAddAlongAxis } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('scatterAddAlongAxis', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('scatterAddAlongAxis', [
      {
        inputs: [indicesBelow(5, [4, 1]), { shape: [4, 1] }],
        build: (i, u) => scatterAddAlongAxis(i, u, { axis: 1, size: 5 }),
      },
      {
        inputs: [indicesBelow(2, [2, 5, 3]), { shape: [2, 5, 3] }],
        build: (i, u) => scatterAddAlongAxis(i, u, { axis: 1, size: 2 }),
      },
      {
        inputs: [indicesBelow(3, [6]), { shape: [6] }],
        build: (i, u) => scatterAddAlongAxis(i, u, { axis: 0, size: 3 }),
      },
    ]);
  });

  it('adds each update at its own index', async () => {
    await expectValues(
      [
        { data: [1, 1, 0, 2], dtype: 'int32', shape: [2, 2] },
        { data: [10, 20, 30, 40], shape: [2, 2] },
      ],
      (i, u) => scatterAddAlongAxis(i, u, { axis: 1, size: 3 }),
      [0, 30, 0, 30, 0, 40],
    );
  });

  it('refuses indices of another shape', () => {
    const graph = makeGraph();
    const indices = graph.input('indices', 'int32', [4, 2]);
    const updates = graph.input('updates', 'float32', [4, 1]);
    expect(() => scatterAddAlongAxis(indices, updates, { axis: 1, size: 5 })).toThrow(
      'scatterAddAlongAxis: expected indices and updates of one shape, got [4, 2] and [4, 1]',
    );
  });
});
