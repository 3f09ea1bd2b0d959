import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { exp } from '../graph/index.ts';

describe('exp', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('exp', unaryCases(exp));
  });

  it('reaches 0 and infinity', async () => {
    await expectValues([[-Infinity, 0, Infinity]], exp, [0, 1, Infinity]);
  });
});
