import { describe, it } from 'vitest';
import { checkOp } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/op-cases.ts';
import { sub } from '../graph/index.ts';

describe('sub', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('sub', binaryCases(sub));
  });
});
