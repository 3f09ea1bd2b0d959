import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { erf } from '../graph/index.ts';

describe('erf', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('erf', unaryCases(erf));
  });

  it('saturates', async () => {
    await expectValues([[-Infinity, -9, 0, 9, Infinity]], (x) => erf(x), [-1, -1, 0, 1, 1]);
  });
});
