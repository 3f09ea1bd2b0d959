import { describe, expect, it } from 'vitest';
import { blockedTarget, expectRuntimeAgrees } from '../../../test/support/check-op.ts';
import { Rng } from '../../base/index.ts';
import { type Shape, sizeOf } from '../../tensor/index.ts';
import { pullback } from '../autodiff/index.ts';
import {
  add,
  averagePool,
  cast,
  channelAffine,
  channelMoments,
  conv2d,
  conv2dFilter,
  convTranspose2d,
  greater,
  less,
  localResponseNorm,
  maximum,
  maxPool,
  mul,
  reduceMean,
  reduceSum,
  relu,
  type SymbolicTensor,
  where,
} from '../graph/index.ts';
import { decodeModel, encodeModel } from '../onnx/index.ts';
import { makeGraph } from './index.ts';

type Build = (...inputs: SymbolicTensor[]) => SymbolicTensor;

const [image, small] = [
  [16, 16, 4, 6],
  [16, 32, 2, 3],
] as const;

/** What is computed, of inputs of which shapes. */
const CASES: Readonly<Record<string, readonly [Build, readonly Shape[]]>> = {
  'a convolution of few channels': [
    (x, w, bias) => relu(conv2d(x, w, { padding: 1, bias })),
    [[16, 3, 5, 4], [16, 3, 3, 3], [16]],
  ],
  'a sum and a ReLU on the way out': [
    (x, w, sum) => relu(add(sum, conv2d(x, w, { stride: 2, padding: 1 }))),
    [image, [32, 16, 3, 3], small],
  ],
  'a value that is wanted before its ReLU, too': [
    (x, w) => {
      const y = conv2d(x, w, { padding: 1 });
      return add(mul(y, 0.5), relu(y));
    },
    [image, [16, 16, 3, 3]],
  ],
  'two convolutions added': [
    (x, v, w) => add(conv2d(x, v, { padding: 1 }), conv2d(x, w)),
    [image, [16, 16, 3, 3], [16, 16, 1, 1]],
  ],
  'a convolution added to itself, and to its image': [
    (x, w) => {
      const y = conv2d(x, w, { padding: 1 });
      return add(add(y, y), add(conv2d(x, w, { padding: 1 }), x));
    },
    [image, [16, 16, 3, 3]],
  ],
  'comparisons of what lies in blocks': [
    (x, w) => {
      const y = conv2d(x, w);
      const masked = mul(y, cast(greater(y, 0), 'float32'));
      return add(maximum(y, 0), where(less(y, x), masked, x));
    },
    [image, [16, 16, 1, 1]],
  ],
  'two groups of channels': [
    (x, v, w) => conv2d(relu(conv2d(x, v)), w, { groups: 2, padding: 1 }),
    [image, [16, 16, 1, 1], [16, 8, 3, 3]],
  ],
  'a strided shortcut': [(x, w) => conv2d(x, w, { stride: 2 }), [image, [32, 16, 1, 1]]],
  'a stride that leaves a row over': [
    (x, w) => conv2d(x, w, { stride: 2, padding: 1 }),
    [
      [16, 16, 5, 7],
      [16, 16, 3, 3],
    ],
  ],
  'a stride, odd sizes and other paddings on each side': [
    (x, w) => conv2d(x, w, { stride: 2, padding: [1, 0, 2, 1] }),
    [
      [16, 16, 7, 5],
      [16, 16, 3, 3],
    ],
  ],
  'a large filter, with other paddings on each side': [
    (x, w) => conv2d(x, w, { padding: [2, 1, 2, 3] }),
    [image, [16, 16, 5, 5]],
  ],
  'a stride of 3 down and 1 across': [
    (x, w) => conv2d(x, w, { stride: [3, 1], padding: [2, 0] }),
    [
      [16, 16, 6, 4],
      [16, 16, 4, 2],
    ],
  ],
  'a dilated filter': [
    (x, w) => conv2d(x, w, { dilation: 2, padding: 2 }),
    [image, [16, 16, 3, 3]],
  ],
  'a batch that fills no block': [
    (x, w) => conv2d(x, w, { padding: 1 }),
    [
      [3, 16, 4, 4],
      [16, 16, 3, 3],
    ],
  ],
  'channels that fill no block': [
    (x, w) => conv2d(relu(x), w, { padding: 1 }),
    [
      [16, 20, 4, 4],
      [16, 20, 3, 3],
    ],
  ],
  'a transposed convolution': [
    (d, w) => relu(convTranspose2d(d, w, { stride: 2, padding: 1, size: [8, 12] })),
    [image, [16, 32, 3, 3]],
  ],
  'the gradient of a filter': [
    (x, d) => conv2dFilter(x, d, { size: [3, 3], padding: 1 }),
    [image, [16, 32, 4, 6]],
  ],
  'channels scaled, shifted and summed up': [
    (x, scale, shift, y) => relu(add(channelAffine(x, scale, shift), mul(y, 0.5))),
    [image, [16], [16], image],
  ],
  'overlapping maxima': [
    (x, w) => maxPool(conv2d(x, w), { size: 3, stride: 2, padding: [0, 0, 1, 1] }),
    [image, [16, 16, 1, 1]],
  ],
  'maxima of windows apart': [
    (x, w) => maxPool(conv2d(x, w), { size: 2 }),
    [image, [16, 16, 1, 1]],
  ],
  'means of windows': [
    (x, w) => averagePool(conv2d(x, w), { size: 3, stride: 2, padding: 1 }),
    [image, [16, 16, 1, 1]],
  ],
  'local response normalisation': [
    (x, w) => localResponseNorm(conv2d(x, w), { size: 5, alpha: 0.1, beta: 0.75, bias: 1 }),
    [image, [16, 16, 1, 1]],
  ],
  'moments after a convolution': [(x, w) => channelMoments(conv2d(x, w)), [image, [16, 16, 1, 1]]],
  'pooling of all places': [
    (x, w) => reduceMean(relu(conv2d(x, w)), { axes: [2, 3] }),
    [image, [16, 16, 1, 1]],
  ],
  'sums over examples and places': [
    (x, w) => reduceSum(conv2d(x, w), { axes: [0, 2, 3], keepDims: true }),
    [image, [16, 16, 1, 1]],
  ],
};

/** How many nodes on blocks a case and its gradient take: what falls back to plain kernels is seen. */
const BLOCKED_OPS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'a convolution of few channels': { Conv: 3, GlobalAveragePool: 1 },
  'a sum and a ReLU on the way out': { Conv: 4 },
  'a value that is wanted before its ReLU, too': { Conv: 4 },
  'two convolutions added': { Conv: 6 },
  'a convolution added to itself, and to its image': { Conv: 4 },
  'comparisons of what lies in blocks': { Conv: 2 },
  'two groups of channels': { Conv: 2 },
  'a strided shortcut': { Conv: 2 },
  'a stride that leaves a row over': { Conv: 3 },
  'a stride, odd sizes and other paddings on each side': { Conv: 3 },
  'a large filter, with other paddings on each side': { Conv: 4 },
  'a stride of 3 down and 1 across': { Conv: 4 },
  'a dilated filter': { Conv: 4 },
  'a batch that fills no block': { Conv: 2 },
  'channels that fill no block': { Conv: 2 },
  'a transposed convolution': { Conv: 4 },
  'the gradient of a filter': { Conv: 4 },
  'channels scaled, shifted and summed up': { Conv: 2, GlobalAveragePool: 2 },
  'overlapping maxima': { Conv: 2, MaxPool: 1 },
  'maxima of windows apart': { Conv: 2, MaxPool: 1 },
  'means of windows': { Conv: 2, AveragePool: 1 },
  'local response normalisation': { Conv: 4 },
  'moments after a convolution': { Conv: 3, GlobalAveragePool: 2 },
  'pooling of all places': { Conv: 2, GlobalAveragePool: 1 },
  'sums over examples and places': { Conv: 2, GlobalAveragePool: 1 },
};

/** How many nodes of each op on blocks a model has, but for those that only reorder. */
function blockedOps(model: Uint8Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op, domain } of decodeModel(model).nodes) {
    if (domain !== 'com.microsoft.nchwc' || op.startsWith('Reorder')) continue;
    counts[op] = (counts[op] ?? 0) + 1;
  }
  return counts;
}

describe.skipIf(blockedTarget === undefined)('the lowering to blocks of channels', () => {
  it.each(Object.entries(CASES))('computes %s', async (name, [build, shapes]) => {
    const graph = makeGraph();
    const rng = Rng.fromSeed(5);
    const inputs = shapes.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
    const y = build(...inputs);
    const d = graph.input('d', 'float32', y.shape);
    const slopes = pullback(graph, { outputs: [y], cotangents: [d] }, inputs);
    const feeds = Object.fromEntries(
      [...inputs, d].map(({ shape, node }) => [
        (node.attributes as { name: string }).name,
        Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(rng.normal())),
      ]),
    );
    const outputs = Object.fromEntries([y, ...slopes].map((value, i) => [`y${i}`, value]));
    // Sums of hundreds of terms of order 1, each good to 6e-8.
    const tolerance = { rtol: 1e-5, atol: 5e-5 };
    await expectRuntimeAgrees(graph, outputs, { feeds, tolerance, target: blockedTarget! });
    const model = encodeModel({ graph, inputs: [...inputs, d], outputs }, blockedTarget!);
    expect(blockedOps(model)).toEqual(BLOCKED_OPS[name]);
  });

  it('keeps images in blocks from convolution to ReLU, and reorders at the ends alone', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', image);
    const [v, w] = ['v', 'w'].map((name) => graph.input(name, 'float32', [16, 16, 3, 3]));
    const scale = graph.input('scale', 'float32', [16]);
    const inner = relu(channelAffine(conv2d(x, v!, { padding: 1 }), scale, scale));
    const y = relu(add(channelAffine(conv2d(inner, w!, { padding: 1 }), scale), x));
    const model = encodeModel(
      { graph, inputs: [x, v!, w!, scale], outputs: { y } },
      blockedTarget!,
    );
    const ops = decodeModel(model).nodes.map(({ op }) => op);
    const count = (name: string): number => ops.filter((op) => op === name).length;
    // Besides the image, two filters are put in blocks.
    expect([count('ReorderInput'), count('Conv'), count('ReorderOutput')]).toEqual([3, 4, 1]);
    expect([count('Relu'), count('Add')]).toEqual([0, 0]);
  });
});
