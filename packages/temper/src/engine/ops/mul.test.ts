import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/op-cases.ts';
import { mul } from '../graph/index.ts';

describe('mul', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('mul', binaryCases(mul));
  });

  it('gives a square twice its operand as slope', async () => {
    await expectGradients([[3, -2]], (x) => mul(x, x), [[6, -4]]);
  });
});
