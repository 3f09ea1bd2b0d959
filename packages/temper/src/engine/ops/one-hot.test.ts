import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { oneHot } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('oneHot', () => {
  it('agrees with the reference', async () => {
    const indices = {
      dtype: 'int32',
      draw: (rng: { integer(bound: number): number }) => rng.integer(9) - 2,
    } as const;
    await checkOp('oneHot', [
      { inputs: [{ shape: [40], ...indices }], build: (i) => oneHot(i, { depth: 5 }) },
      {
        inputs: [{ shape: [2, 3], ...indices }],
        build: (i) => oneHot(i, { depth: 4, on: 0.9, off: 0.025 }),
      },
      { inputs: [{ shape: [], ...indices }], build: (i) => oneHot(i, { depth: 1 }) },
      { inputs: [{ shape: [0], ...indices }], build: (i) => oneHot(i, { depth: 3 }) },
    ]);
  });

  it('leaves the row off for an index outside, negative ones included', async () => {
    const indices = { data: [-3, -1, 0, 1, 2, 7], dtype: 'int32' } as const;
    await expectValues(
      [indices],
      (i) => oneHot(i, { depth: 2, on: 3, off: 1 }),
      [1, 1, 1, 1, 3, 1, 1, 3, 1, 1, 1, 1],
    );
  });

  it('refuses a depth below 1 and indices that are not int32', () => {
    const graph = makeGraph();
    const labels = graph.input('labels', 'int32', [4]);
    expect(() => oneHot(labels, { depth: 0 })).toThrow(
      'oneHot: expected depth to be a whole number of at least 1, got 0',
    );
    expect(() => oneHot(graph.input('x', 'float32', [4]), { depth: 3 })).toThrow(
      'oneHot: expected int32 indices, got float32',
    );
  });
});
