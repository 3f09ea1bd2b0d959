import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { checkOp, expectValues, numbersOf } from '../../../test/support/check-op.ts';
import { indicesBelow } from '../../../test/support/op-cases.ts';
import { scatterAdd } from '../graph/index.ts';
import type { HostTensor } from '../../tensor/index.ts';
import { decodeModel, encodeModel } from '../onnx/index.ts';
import { Session } from '../runtime/index.ts';
import { makeGraph } from './index.ts';

describe('scatterAdd', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('scatterAdd', [
      {
        inputs: [indicesBelow(4, [6]), { shape: [6, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 4 }),
      },
      {
        inputs: [indicesBelow(4, [2, 3]), { shape: [2, 3, 2] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 4 }),
      },
      {
        inputs: [indicesBelow(3, [2, 2]), { shape: [2, 2, 2, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 1, size: 3 }),
      },
      {
        inputs: [indicesBelow(5, [3]), { shape: [2, 3] }],
        build: (i, u) => scatterAdd(i, u, { axis: 1, size: 5 }),
      },
      {
        inputs: [indicesBelow(3, []), { shape: [2] }],
        build: (i, u) => scatterAdd(i, u, { axis: 0, size: 3 }),
      },
      {
        inputs: [indicesBelow(3, [0]), { shape: [0, 2] }],
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
    const [count, width] = [8192, 64];
    const graph = makeGraph();
    const indices = graph.input('indices', 'int32', [count]);
    const updates = graph.input('updates', 'float32', [count, width]);
    const outputs = { sums: scatterAdd(indices, updates, { axis: 0, size: 2 }) };
    const model = encodeModel({ graph, inputs: [indices, updates], outputs }, 'standard');
    // ScatterND passes this on a busy machine and fails it on an idle one: better not to rely on luck.
    expect(decodeModel(model).nodes.map(({ op }) => op)).not.toContain('ScatterND');
    const feeds: Record<string, HostTensor> = {
      indices: { dtype: 'int32', shape: [count], data: new Int32Array(count).fill(1) },
      updates: {
        dtype: 'float32',
        shape: [count, width],
        data: new Float32Array(count * width).fill(1),
      },
    };
    const session = await Session.create(ort, model, { threads: 2 });
    for (let run = 0; run < 20; run++) {
      const { sums } = await session.run(feeds);
      // Whole numbers: the float32 sums are exact in any order, so that a lost one shows.
      expect(new Set(numbersOf(sums!).slice(width))).toEqual(new Set([count]));
    }
    await session.dispose();
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
