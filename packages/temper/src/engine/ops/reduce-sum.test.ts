import { describe, expect, it } from 'vitest';
import { expectValues } from '../../../test/support/check-op.ts';
import { expectReduction } from '../../../test/support/op-cases.ts';
import { reduceSum } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reduceSum', () => {
  it('agrees with the reference over columns, rows and everything', async () => {
    await expectReduction('reduceSum', reduceSum, { columns: [5, 7, 9], rows: [6, 15], all: 21 });
  });

  it('is 0 over an axis without elements', async () => {
    const x = { data: [], shape: [2, 0] };
    await expectValues([x], (rows) => reduceSum(rows, { axes: [1] }), [0, 0]);
  });

  it('leaves x as it is over no axes', async () => {
    await expectValues([[1, 2]], (x) => reduceSum(x, { axes: [] }), [1, 2]);
  });

  it('refuses axes that are not there', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => reduceSum(x, { axes: [2] })).toThrow(
      'reduceSum: expected an axis of a rank-2 tensor, got 2',
    );
  });
});
