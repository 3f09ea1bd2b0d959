import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { aroundOne, unaryCases } from '../../../test/support/op-cases.ts';
import { reciprocal } from '../graph/index.ts';

describe('reciprocal', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('reciprocal', unaryCases(reciprocal, aroundOne));
  });

  it('is infinite at 0', async () => {
    await expectValues([[0, -4, Infinity]], reciprocal, [Infinity, -0.25, 0]);
  });
});
