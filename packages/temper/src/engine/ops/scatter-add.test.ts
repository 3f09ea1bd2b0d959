import { describe, expect, it } from 'vitest';
import {
  checkOp,
  expectValues,
  numbersOf,
  type OpInput,
  runOnnx,
} from '../../../test/support/check-op.ts';
import { scatterAdd } from '../graph/index.ts';
import { makeGraph } from './index.ts';

const among = (size: number, shape: readonly number[]): OpInput => ({
  shape,
  dtype: 'int32',
  draw: (rng) => rng.integer(size),
});

describe('scatterAdd', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('scatterAdd', [
      {
        inputs: [among(4, [6]), { shape: [6, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 4 }),
      },
      {
        inputs: [among(4, [2, 3]), { shape: [2, 3, 2] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 4 }),
      },
      {
        inputs: [among(3, [2, 2]), { shape: [2, 2, 2, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 1, size: 3 }),
      },
      {
        inputs: [among(5, [3]), { shape: [2, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 1, size: 5 }),
      },
      {
        inputs: [among(3, []), { shape: [2] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 3 }),
      },
      {
        inputs: [among(3, [0]), { shape: [0, 2] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 3 }),
      },
    ]);
  });

  it('adds up updates of one index', async () => {
    await expectValues(
      [{ data: [1, 1, 0], dtype: 'int32' }, [10, 20, 5]],
      (i, u) => scatterAdd(i, u, { axis: 0, size: 3 }),
      [5, 30, 0],
    );
  });

  it('loses no update on several threads, however often indices repeat', async () => {
    const [count, width, rows] = [1536, 64, 4];
    const graph = makeGraph();
    const indices = graph.input('indices', 'int32', [count]);
    const updates = graph.input('updates', 'float32', [count, width]);
    const sums = scatterAdd(indices, updates, { axis: 0, size: rows });
    // Small whole numbers: float32 sums are exact in any order, so that a lost one shows.
    const feeds = {
      indices: Float64Array.from({ length: count }, (_, n) => (n * n + (n >> 3)) % rows),
      updates: Float64Array.from({ length: count * width }, (_, k) => 1 + (k % 7)),
    };
    const expected = new Array<number>(rows * width).fill(0);
    feeds.updates.forEach((update, k) => {
      expected[feeds.indices[Math.floor(k / width)]! * width + (k % width)]! += update;
    });
    for (let run = 0; run < 20; run++) {
      const { y } = await runOnnx(graph, { y: sums }, feeds, { threads: 2 });
      expect(numbersOf(y!)).toEqual(expected);
    }
  });

  it('refuses updates that do not fit the indices', () => {
    const graph = makeGraph();
    const indices = graph.input('indices', 'int32', [4]);
    const updates = graph.input('updates', 'float32', [3, 2]);
    expect(() => scatterAdd(indices, updates, { axis: 0, size: 5 })).toThrow(
      'scatterAdd: expected updates with the sizes [4] of the indices from axis 0 on, got [3, 2]',
    );
  });
});
