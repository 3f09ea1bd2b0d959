import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { aroundOne, binaryCases } from '../../../test/support/op-cases.ts';
import { div } from '../graph/index.ts';

describe('div', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('div', binaryCases(div, aroundOne));
  });

  it('follows IEEE 754 at 0', async () => {
    await expectValues(
      [
        [1, -1, 0],
        [0, 0, 0],
      ],
      (a, b) => div(a, b),
      [Infinity, -Infinity, NaN],
    );
  });
});
