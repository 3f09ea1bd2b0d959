import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { aroundOne, unaryCases } from '../../../test/support/op-cases.ts';
import { sqrt } from '../graph/index.ts';

describe('sqrt', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('sqrt', unaryCases(sqrt, aroundOne));
  });

  it('has an infinite slope at 0', async () => {
    await expectGradients([[0, 4]], sqrt, [[Infinity, 0.25]]);
  });
});
