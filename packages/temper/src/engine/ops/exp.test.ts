import { describe, it } from 'vitest';
import { checkOp } from '../../../test/support/check-op.ts';
import { exp, mul } from '../graph/index.ts';

describe('exp', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp([
      { inputs: [{ shape: [2, 3] }], build: (x) => exp(x) },
      { inputs: [{ shape: [] }], build: (x) => exp(x) },
    ]);
  });
});

describe('mul', () => {
  it('broadcasts', async () => {
    await checkOp([
      { inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], build: (x, y) => mul(x, y) },
      { inputs: [{ shape: [3] }, { shape: [3] }], build: (x, y) => mul(x, y) },
    ]);
  });
});
