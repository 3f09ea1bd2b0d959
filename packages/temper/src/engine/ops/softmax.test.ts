import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { softmax } from '../graph/index.ts';

describe('softmax', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('softmax', [
      { inputs: [{ shape: [3, 5] }], build: (x) => softmax(x) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => softmax(x, 1) },
      { inputs: [{ shape: [4, 2] }], build: (x) => softmax(x, 0) },
      { inputs: [{ shape: [3, 1] }], build: (x) => softmax(x) },
      { inputs: [{ shape: [0, 3] }], build: (x) => softmax(x) },
    ]);
  });

  it('shares out 1, without overflow', async () => {
    await expectValues([[1000, 1000, -1000]], (x) => softmax(x), [0.5, 0.5, 0]);
  });
});
