import { describe, expect, test } from 'vitest';
import { runOnnx } from '../../../../test/support/check-op.ts';
import { makeGraph } from '../../ops/index.ts';
import { evaluateReference } from '../evaluate.ts';
import { constant } from './constants.ts';
import { mul } from './elementwise.ts';
import { oneHot } from './indexing.ts';

describe('constant', () => {
  test('is exact in the reference and rounded in a model', async () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', []);
    const y = mul(x, 0.1);
    const feeds = { x: Float64Array.of(1) };
    expect(evaluateReference(graph.ops, [y], feeds)[0]![0]).toBe(0.1);
    expect((await runOnnx(graph, { y }, feeds)).y!.data[0]).toBe(Math.fround(0.1));
  });

  test('holds whole numbers of every integer dtype', async () => {
    const graph = makeGraph();
    const outputs = {
      narrow: constant(graph, [-7, 9], { dtype: 'int32' }),
      wide: constant(graph, [-7, 9], { dtype: 'int64', shape: [2, 1] }),
    };
    const got = await runOnnx(graph, outputs, {});
    expect(got.narrow!.data).toEqual(Int32Array.of(-7, 9));
    expect(got.wide!.data).toEqual(BigInt64Array.of(-7n, 9n));
    expect(got.wide!.shape).toEqual([2, 1]);
  });

  test('scalars and attributes are shared when they are equal, signs of zero and infinities included', () => {
    const graph = makeGraph();
    const scalars = [0, -0, 0.1, Math.fround(0.1), Infinity, -Infinity, NaN];
    const nodes = scalars.map((value) => graph.scalar(value).node);
    expect(new Set(nodes).size).toBe(scalars.length);
    expect(scalars.map((value) => graph.scalar(value).node)).toEqual(nodes);
    const labels = graph.input('labels', 'int32', [2]);
    const rows = scalars.map((off) => oneHot(labels, { depth: 3, off }).node);
    expect(new Set(rows).size).toBe(scalars.length);
  });
});
