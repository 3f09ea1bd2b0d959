import { describe, it } from 'vitest';
import { expectComparison } from '../../../test/support/op-cases.ts';
import { less } from '../graph/index.ts';

describe('less', () => {
  it('agrees with the reference on floats and integers, and is false beside NaN', async () => {
    await expectComparison('less', less, [1, 0, 0]);
  });
});
