import { describe, expect, it } from 'vitest';
import { expectReduction } from '../../../test/support/op-cases.ts';
import { reduceMean } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceMean', () => {
  it('agrees with the reference over columns, rows and everything', async () => {
    await expectReduction('reduceMean', reduceMean, {
      columns: [2.5, 3.5, 4.5],
      rows: [2, 5],
      all: 3.5,
    });
  });

  it('refuses an axis without elements', () => {
    const x = makeGraph().input('x', 'float32', [2, 0]);
    expect(() => reduceMean(x)).toThrow(
      'reduceMean: expected at least one element along axes [0, 1], got shape [2, 0]',
    );
  });
});
