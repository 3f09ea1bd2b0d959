import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { abs } from '../graph/index.ts';

describe('abs', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('abs', unaryCases(abs));
  });

  it('has no slope at 0', async () => {
    await expectGradients([[-2, 0, 3]], abs, [[-1, 0, 1]]);
  });
});
