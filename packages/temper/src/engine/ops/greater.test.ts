import { describe, it } from 'vitest';
import { expectComparison } from '../../../test/support/op-cases.ts';
import { greater } from '../graph/index.ts';

describe('greater', () => {
  it('agrees with the reference on floats and integers, and is false beside NaN', async () => {
    await expectComparison('greater', greater, [0, 0, 1]);
  });
});
