import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/elementwise-cases.ts';
import { sqrt } from '../graph/index.ts';

describe('sqrt', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp(
      'sqrt',
      unaryCases(sqrt, (rng) => 0.5 + rng.uniform()),
    );
  });

  it('has an infinite slope at 0', async () => {
    await expectGradients([[0, 4]], sqrt, [[Infinity, 0.25]]);
  });
});
