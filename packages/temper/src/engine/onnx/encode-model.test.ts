import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { numbersOf, runOnnx } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import type { DType, HostTensor } from '../../tensor/index.ts';
import {
  add,
  concat,
  constant,
  dense,
  expand,
  type Graph,
  layerNorm,
  matmul,
  mul,
  pad,
  reduceMean,
  reshape,
  slice,
  softmax,
  sub,
  type SymbolicTensor,
  transpose,
} from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { Session } from '../runtime/index.ts';
import { decodeModel, encodeModel, type ModelSpec } from './index.ts';

async function run(
  spec: ModelSpec,
  feeds: Readonly<Record<string, HostTensor>>,
): Promise<Record<string, HostTensor>> {
  const session = await Session.create(ort, encodeModel(spec, 'standard'));
  try {
    return await session.run(feeds);
  } finally {
    await session.dispose();
  }
}

describe('encodeModel', () => {
  it('writes small equal constants once, whichever ops they come from', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const halves = ['a', 'b'].map(() =>
      graph.constant({ dtype: 'float32', shape: [3], data: Float32Array.of(0.5, 0.5, 0.5) }),
    );
    const y = reduceMean(mul(add(x, halves[0]!), halves[1]!), { axes: [0] });
    const z = reduceMean(sub(x, 1), { axes: [0] });
    const { initializers } = decodeModel(
      encodeModel({ graph, inputs: [x], outputs: { y, z } }, 'standard'),
    );
    expect([...initializers.values()].map(({ dtype, shape }) => [dtype, shape])).toEqual([
      ['float32', [3]],
      ['int64', [1]],
      ['float32', []],
    ]);
  });

  it('writes only what the outputs need', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const y = mul(x, 2);
    add(y, 7);
    const { nodes } = decodeModel(encodeModel({ graph, inputs: [x], outputs: { y } }, 'standard'));
    expect(nodes.map(({ op }) => op)).toEqual(['Mul', 'Identity']);
  });

  it.each<[DType, readonly number[]]>([
    ['float32', [0.1, -3e38]],
    ['float64', [0.1, -1e300]],
    ['int32', [2 ** 31 - 1, -(2 ** 31)]],
    ['int64', [2 ** 53, -1]],
    ['uint8', [0, 255]],
    ['bool', [1, 0]],
  ])('carries %s in and out unchanged', async (dtype, numbers) => {
    const graph = makeGraph();
    const x = graph.input('x', dtype, [2]);
    const got = await runOnnx(graph, { x_again: x }, { x: Float64Array.from(numbers) });
    expect(got.x_again).toMatchObject({ dtype, shape: [2] });
    const rounded = dtype === 'float32' ? numbers.map(Math.fround) : numbers;
    expect(numbersOf(got.x_again!)).toEqual(rounded);
  });

  it('may give one value under several names', async () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const y = mul(x, 3);
    const got = await runOnnx(graph, { y, again: y, same: x }, { x: Float64Array.of(1, 2) });
    expect(Object.entries(got).map(([name, value]) => [name, numbersOf(value)])).toEqual([
      ['y', [3, 6]],
      ['again', [3, 6]],
      ['same', [1, 2]],
    ]);
  });

  it('fixes inputs in the file', async () => {
    const graph = makeGraph();
    const [x, scale] = ['x', 'scale'].map((name) => graph.input(name, 'float32', [2]));
    const three = { dtype: 'float32', shape: [2], data: Float32Array.of(3, 30) } as const;
    const spec = {
      graph,
      inputs: [x!],
      outputs: { y: mul(x!, scale!) },
      fixed: new Map([[scale!, three]]),
    };
    const one = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 1) } as const;
    expect(numbersOf((await run(spec, { x: one })).y!)).toEqual([3, 30]);
  });

  it('takes any batch size where the batch is symbolic', async () => {
    // Everything that writes a size into the model: none of them may write the batch's.
    const network = (x: SymbolicTensor): SymbolicTensor => {
      const batch = x.shape[0]!;
      const tokens = reshape(x, [batch, 3, 4]);
      const ones = constant(x.graph, [1, 1, 1, 1]);
      const normal = layerNorm(tokens, { gain: ones, bias: ones });
      const scores = softmax(matmul(normal, tokens, { transposeB: true }));
      const mixed = transpose(matmul(scores, tokens), [0, 2, 1]);
      const weight = constant(
        x.graph,
        Array.from({ length: 12 }, (_, i) => i / 12),
        { shape: [4, 3] },
      );
      const rows = dense(reshape(mixed, [batch * 4, 3]), weight);
      const back = pad(reshape(rows, [batch, 4, 4]), [0, 1, 0], [0, 0, 0]);
      const mean = reduceMean(slice(back, [{ axis: 1, start: 4, end: 0, step: -1 }]), {
        axes: [1],
        keepDims: true,
      });
      return concat([back, expand(mean, [batch, 2, 4])], 1);
    };
    const built = (batch: number): { graph: Graph; x: SymbolicTensor; y: SymbolicTensor } => {
      const graph = makeGraph();
      const x = graph.input('x', 'float32', [batch, 12]);
      return { graph, x, y: network(x) };
    };
    const small = built(2);
    const spec = {
      graph: small.graph,
      inputs: [small.x],
      outputs: { y: small.y },
      batchDimension: 'batch',
    };
    const session = await Session.create(ort, encodeModel(spec, 'standard'));
    for (const batch of [1, 2, 5]) {
      const data = Float32Array.from({ length: batch * 12 }, (_, i) => Math.sin(i));
      const { y } = await session.run({ x: { dtype: 'float32', shape: [batch, 12], data } });
      const fixed = built(batch);
      const expected = await runOnnx(fixed.graph, { y: fixed.y }, { x: Float64Array.from(data) });
      expect(y!.shape).toEqual([batch, 7, 4]);
      expectAllClose(numbersOf(y!), numbersOf(expected.y!), { rtol: 1e-6, atol: 1e-6 });
    }
    await session.dispose();
  });

  it('keeps its own names apart from those of inputs and outputs', async () => {
    const graph = makeGraph();
    const [v0, v1] = ['v0', 'v1'].map((name) => graph.input(name, 'float32', [1]));
    const y = mul(add(v0!, v1!), 2);
    const got = await runOnnx(graph, { v2: y }, { v0: Float64Array.of(3), v1: Float64Array.of(4) });
    expect(numbersOf(got.v2!)).toEqual([14]);
    expect(() =>
      encodeModel({ graph, inputs: [v0!, v1!], outputs: { v1: y } }, 'standard'),
    ).toThrow("encodeModel: expected another name than an input's for output 'v1'");
  });

  it('refuses a result where an input is expected', () => {
    const graph = makeGraph();
    const y = mul(graph.input('x', 'float32', [2]), 2);
    expect(() => encodeModel({ graph, inputs: [y], outputs: { y } }, 'standard')).toThrow(
      'expected an input of the graph, got the result of mul',
    );
  });
});
