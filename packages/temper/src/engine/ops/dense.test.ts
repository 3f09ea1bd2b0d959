import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { dense } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('dense', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('dense', [
      {
        inputs: [{ shape: [4, 3] }, { shape: [5, 3] }, { shape: [5] }],
        build: (x, w, b) => dense(x, w, b),
      },
      { inputs: [{ shape: [4, 3] }, { shape: [2, 3] }], build: (x, w) => dense(x, w) },
      {
        inputs: [{ shape: [1, 1] }, { shape: [1, 1] }, { shape: [1] }],
        build: (x, w, b) => dense(x, w, b),
      },
    ]);
  });

  it('has a row of weights per output', async () => {
    const x = { data: [1, 10], shape: [1, 2] };
    const weight = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
    const bias = [100, 200, 300];
    await expectValues([x, weight, bias], (a, w, b) => dense(a, w, b), [121, 243, 365]);
  });

  it('refuses shapes that do not fit', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [4, 3]);
    const weight = graph.input('w', 'float32', [5, 3]);
    const turned = graph.input('turned', 'float32', [3, 5]);
    const bias = graph.input('b', 'float32', [3]);
    expect(() => dense(x, turned)).toThrow(
      'dense: expected x [N, I] and weight [O, I], got [4, 3] and [3, 5]',
    );
    expect(() => dense(x, weight, bias)).toThrow('dense: expected bias [5], got [3]');
  });
});
