import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/op-cases.ts';
import { maximum } from '../graph/index.ts';

describe('maximum', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('maximum', binaryCases(maximum));
  });

  it('gives the gradient to the larger operand, and to b where they are equal', async () => {
    await expectGradients(
      [
        [1, 2, 3],
        [2, 2, 2],
      ],
      (a, b) => maximum(a, b),
      [
        [0, 0, 1],
        [1, 1, 0],
      ],
    );
  });
});
