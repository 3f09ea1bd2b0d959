import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/elementwise-cases.ts';
import { div } from '../graph/index.ts';

describe('div', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp(
      'div',
      binaryCases(div, (rng) => 0.5 + rng.uniform()),
    );
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
