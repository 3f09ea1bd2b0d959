import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { axisCases } from '../../../test/support/op-cases.ts';
import { logSoftmax } from '../graph/index.ts';

describe('logSoftmax', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('logSoftmax', axisCases(logSoftmax));
  });

  it('does not overflow, nor lose what the softmax rounds to 0', async () => {
    await expectValues([[1000, 0]], (x) => logSoftmax(x), [0, -1000]);
  });
});
