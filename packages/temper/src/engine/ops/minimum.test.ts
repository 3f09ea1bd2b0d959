import { describe, it } from 'vitest';
import { checkOp, expectGradients } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/op-cases.ts';
import { minimum } from '../graph/index.ts';

describe('minimum', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('minimum', binaryCases(minimum));
  });

  it('gives the gradient to the smaller operand, and to b where they are equal', async () => {
    await expectGradients(
      [
        [1, 2, 3],
        [2, 2, 2],
      ],
      (a, b) => minimum(a, b),
      [
        [1, 0, 0],
        [0, 1, 1],
      ],
    );
  });
});
