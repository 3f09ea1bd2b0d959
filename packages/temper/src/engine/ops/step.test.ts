import { describe, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { mul, step } from '../graph/index.ts';

describe('step', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('step', unaryCases(step));
  });

  it('is 0 at 0 and 1 for everything above it that is not tiny', async () => {
    await expectValues([[0, -0, 1e-30, -1e-30, 3e38, -3e38, Infinity, -Infinity, NaN]], step, [
      0,
      0,
      1,
      0,
      1,
      0,
      1,
      0,
      NaN,
    ]);
  });

  it('passes no gradient', async () => {
    await expectGradients([[-1, 2]], (x) => mul(step(x), x), [[0, 1]]);
  });
});
