import { describe, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { add, constant, gather } from '../graph/index.ts';

describe('constant', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('constant', [
      { inputs: [{ shape: [2, 3] }], build: (x) => add(x, constant(x.graph, [1, 2, 3])) },
      { inputs: [{ shape: [2] }], build: (x) => add(x, constant(x.graph, [0.1], { shape: [] })) },
    ]);
  });

  it('holds integers as such', async () => {
    await expectValues(
      [[5, 6, 7]],
      (x) => gather(x, constant(x.graph, [2, 0], { dtype: 'int32' })),
      [7, 5],
    );
  });
});
