import { describe, it } from 'vitest';
import { checkOp } from '../../../test/support/check-op.ts';
import { unaryCases } from '../../../test/support/op-cases.ts';
import { neg } from '../graph/index.ts';

describe('neg', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('neg', unaryCases(neg));
  });
});
