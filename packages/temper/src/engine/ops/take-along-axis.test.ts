import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { indicesBelow } from '../../../test/support/op-cases.ts';
import { takeAlongAxis } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('takeAlongAxis', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('takeAlongAxis', [
      {
        inputs: [{ shape: [4, 5] }, indicesBelow(5, [4, 1])],
        build: (x, i) => takeAlongAxis(x, i),
      },
      {
        inputs: [{ shape: [2, 3, 2] }, indicesBelow(3, [2, 6, 2])],
        build: (x, i) => takeAlongAxis(x, i, 1),
      },
      { inputs: [{ shape: [3] }, indicesBelow(3, [4])], build: (x, i) => takeAlongAxis(x, i, 0) },
    ]);
  });

  it('picks one element per row', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    const indices = { data: [2, 0], dtype: 'int32', shape: [2, 1] } as const;
    await expectValues([x, indices], (rows, i) => takeAlongAxis(rows, i), [3, 4]);
  });

  it('refuses indices that do not line up with x', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [4, 5]);
    const indices = graph.input('indices', 'int32', [3, 1]);
    expect(() => takeAlongAxis(x, indices)).toThrow(
      'takeAlongAxis: expected indices of the shape [4, 5] but for axis 1, got [3, 1]',
    );
  });
});
