import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { cast, mul } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('cast', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('cast', [
      { inputs: [{ shape: [2, 3] }], build: (x) => cast(x, 'float64') },
      { inputs: [{ shape: [], dtype: 'float64' }], build: (x) => cast(x, 'float32') },
      { inputs: [{ shape: [0, 2], dtype: 'bool' }], build: (x) => cast(x, 'float32') },
      {
        inputs: [{ shape: [5], dtype: 'int32', draw: (rng) => rng.integer(200) - 100 }],
        build: (x) => cast(x, 'int64'),
      },
      {
        inputs: [{ shape: [5], dtype: 'int64', draw: (rng) => rng.integer(200) }],
        build: (x) => cast(x, 'uint8'),
      },
    ]);
  });

  it('cuts fractions off towards integers', async () => {
    await expectValues([[-1.9, -0.5, 0.5, 1.9]], (x) => cast(x, 'int32'), [-1, 0, 0, 1]);
  });

  it('takes everything but 0 for true', async () => {
    await expectValues([[-2, 0, 0.25]], (x) => cast(x, 'bool'), [1, 0, 1]);
  });

  it('passes no gradient through integers', async () => {
    await expectGradients([[2.5, 3]], (x) => mul(cast(cast(x, 'int32'), 'float32'), x), [[2, 3]]);
  });

  it('is nothing at all towards the same dtype', () => {
    const x = makeGraph().input('x', 'float32', [2]);
    expect(cast(x, 'float32')).toBe(x);
  });
});
