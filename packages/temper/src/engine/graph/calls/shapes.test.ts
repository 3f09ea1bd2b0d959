import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../../test/support/check-op.ts';
import { GraphError } from '../../../base/index.ts';
import { makeGraph } from '../../ops/index.ts';
import { row } from './shapes.ts';

describe('row', () => {
  it('is one row of a matrix', async () => {
    const matrix = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
    await expectValues([matrix], (x) => row(x, 1), [3, 4]);
    await checkOp('slice', [
      { inputs: [{ shape: [3, 4] }], build: (x) => row(x, 2) },
      { inputs: [{ shape: [2, 5] }], build: (x) => row(x, 0) },
    ]);
  });

  it('refuses what is no matrix and rows that are not there', () => {
    const graph = makeGraph();
    const images = graph.input('images', 'float32', [2, 3, 4]);
    expect(() => row(images, 0)).toThrow('row: expected a matrix [R, C], got [2, 3, 4]');
    const matrix = graph.input('matrix', 'float32', [2, 3]);
    for (const index of [2, -1, 0.5]) expect(() => row(matrix, index)).toThrow(GraphError);
  });
});
