import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { argMax } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('argMax', () => {
  it('agrees with the reference', async () => {
    await checkOp('argMax', [
      { inputs: [{ shape: [4, 5] }], build: (x) => argMax(x) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => argMax(x, 1) },
      { inputs: [{ shape: [3, 1] }], build: (x) => argMax(x) },
      { inputs: [{ shape: [7] }], build: (x) => argMax(x) },
      { inputs: [{ shape: [0, 3] }], build: (x) => argMax(x) },
      // Many ties.
      { inputs: [{ shape: [9, 40], draw: (rng) => rng.integer(3) }], build: (x) => argMax(x) },
    ]);
  });

  it('takes the first among equals', async () => {
    const x = { data: [1, 3, 3, 2, 2, 2], shape: [2, 3] };
    await expectValues([x], (rows) => argMax(rows), [1, 0]);
  });

  it('refuses an axis without elements', () => {
    const x = makeGraph().input('x', 'float32', [3, 0]);
    expect(() => argMax(x)).toThrow(
      'argMax: expected at least one element along axis 1, got shape [3, 0]',
    );
  });
});
