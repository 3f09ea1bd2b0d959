import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { logSoftmax } from '../graph/index.ts';

describe('logSoftmax', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('logSoftmax', [
      { inputs: [{ shape: [3, 5] }], build: (x) => logSoftmax(x) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => logSoftmax(x, 1) },
      { inputs: [{ shape: [4, 2] }], build: (x) => logSoftmax(x, 0) },
      { inputs: [{ shape: [3, 1] }], build: (x) => logSoftmax(x) },
      { inputs: [{ shape: [0, 3] }], build: (x) => logSoftmax(x) },
    ]);
  });

  it('does not overflow, nor lose what the softmax rounds to 0', async () => {
    await expectValues([[1000, 0]], (x) => logSoftmax(x), [0, -1000]);
  });
});
