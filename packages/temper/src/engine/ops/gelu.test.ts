import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { gelu } from '../graph/index.ts';

describe('gelu', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('gelu', unaryCases(gelu));
  });

  it('passes large inputs and stops very negative ones', async () => {
    await expectValues([[-10, 0, 10]], gelu, [0, 0, 10]);
  });
});
