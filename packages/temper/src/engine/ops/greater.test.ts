import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/elementwise-cases.ts';
import { greater, type SymbolicTensor } from '../graph/index.ts';

describe('greater', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp(
      'greater',
      binaryCases(greater, (rng) => rng.integer(3)),
    );
  });

  it('compares integers and floats alike', async () => {
    const compare = (a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor => greater(a, b);
    await expectValues(
      [
        [1, 2, 3],
        [2, 2, 2],
      ],
      compare,
      [0, 0, 1],
    );
    await expectValues(
      [
        { data: [-1, 0, 7], dtype: 'int32' },
        { data: [0], dtype: 'int32' },
      ],
      compare,
      [0, 0, 1],
    );
  });

  it('is false beside NaN', async () => {
    await expectValues(
      [
        [NaN, 1],
        [NaN, NaN],
      ],
      (a, b) => greater(a, b),
      [0, 0],
    );
  });
});
