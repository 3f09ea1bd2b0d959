import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { maskOf } from '../../../test/support/op-cases.ts';
import { constant, dropout } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('dropout', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('dropout', [
      {
        inputs: [{ shape: [4, 5] }, maskOf([4, 5])],
        build: (x, m) => dropout(x, m, { keep: 0.7 }),
      },
      {
        inputs: [{ shape: [] }, maskOf([])],
        build: (x, m) => dropout(x, m, { keep: 1 }),
      },
    ]);
  });

  it('scales what it keeps, and the gradient with it', async () => {
    const [x, mask] = [[1, 2, 3], { data: [1, 0, 1], dtype: 'bool' }] as const;
    await expectValues([x, mask], (a, m) => dropout(a, m, { keep: 0.5 }), [2, 0, 6]);
    await expectGradients(
      [x],
      (a) => dropout(a, constant(a.graph, mask.data, { dtype: 'bool' }), { keep: 0.5 }),
      [[2, 0, 2]],
    );
  });

  it('refuses other masks and probabilities', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const row = graph.input('row', 'bool', [3]);
    const mask = graph.input('mask', 'bool', [2, 3]);
    expect(() => dropout(x, x, { keep: 0.5 })).toThrow(
      'dropout: expected a bool mask, got float32',
    );
    expect(() => dropout(x, row, { keep: 0.5 })).toThrow(
      'dropout: expected a mask of shape [2, 3], got [3]',
    );
    expect(() => dropout(x, mask, { keep: 0 })).toThrow('dropout: expected keep in (0, 1], got 0');
  });
});
