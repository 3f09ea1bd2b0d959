import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { tanh } from '../graph/index.ts';

describe('tanh', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('tanh', unaryCases(tanh));
  });

  it('saturates without overflow', async () => {
    await expectValues([[-100, 0, 100]], tanh, [-1, 0, 1]);
  });
});
