import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { axisCases } from '../../../test/support/op-cases.ts';
import { softmax } from '../graph/index.ts';

describe('softmax', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('softmax', axisCases(softmax));
  });

  it('shares out 1, without overflow', async () => {
    await expectValues([[1000, 1000, -1000]], (x) => softmax(x), [0.5, 0.5, 0]);
  });
});
