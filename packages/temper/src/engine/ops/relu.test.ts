import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { relu } from '../graph/index.ts';

describe('relu', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('relu', unaryCases(relu));
  });

  it('has no slope at 0', async () => {
    await expectGradients([[-2, 0, 3]], relu, [[0, 0, 1]]);
  });
});
