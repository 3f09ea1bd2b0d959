import { describe, it } from 'vitest';
import { expectComparison } from '../../../test/support/op-cases.ts';
import { equal } from '../graph/index.ts';

describe('equal', () => {
  it('agrees with the reference on floats and integers, and is false beside NaN', async () => {
    await expectComparison('equal', equal, [0, 1, 0]);
  });
});
