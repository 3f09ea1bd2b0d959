import { describe, expect, it } from 'vitest';
import { checkOp } from '../../../test/support/check-op.ts';
import { makeGraph } from './index.ts';

describe('input', () => {
  it('passes what is fed', async () => {
    await checkOp('input', [
      { inputs: [{ shape: [2, 3] }], build: (x) => x },
      { inputs: [{ shape: [4], dtype: 'int32', draw: (rng) => rng.integer(9) }], build: (x) => x },
    ]);
  });

  it('is of the type it was declared with', () => {
    expect(makeGraph().input('labels', 'int32', [128])).toMatchObject({
      dtype: 'int32',
      shape: [128],
    });
  });
});
