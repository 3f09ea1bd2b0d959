import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../../test/support/check-op.ts';
import { expectReduction } from '../../../test/support/op-cases.ts';
import { reduceMax } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceMax', () => {
  it('agrees with the reference over columns, rows and everything', async () => {
    await expectReduction('reduceMax', reduceMax, { columns: [4, 5, 6], rows: [3, 6], all: 6 });
  });

  it('gives each of several largest the whole gradient', async () => {
    await expectGradients([[1, 3, 3]], (x) => reduceMax(x), [[0, 1, 1]]);
  });

  it('refuses an axis without elements', () => {
    const x = makeGraph().input('x', 'float32', [2, 0]);
    expect(() => reduceMax(x)).toThrow(
      'reduceMax: expected at least one element along axes [0, 1]',
    );
  });
});
