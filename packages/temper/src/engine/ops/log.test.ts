import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { aroundOne, unaryCases } from '../../../test/support/op-cases.ts';
import { log } from '../graph/index.ts';

describe('log', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('log', unaryCases(log, aroundOne));
  });

  it('is −∞ at 0', async () => {
    await expectValues([[0, 1, Infinity]], log, [-Infinity, 0, Infinity]);
  });
});
