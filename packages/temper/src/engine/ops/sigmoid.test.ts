import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { sigmoid } from '../graph/index.ts';

describe('sigmoid', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('sigmoid', unaryCases(sigmoid));
  });

  it('saturates without overflow', async () => {
    await expectValues([[-1000, 0, 1000]], sigmoid, [0, 0.5, 1]);
  });
});
