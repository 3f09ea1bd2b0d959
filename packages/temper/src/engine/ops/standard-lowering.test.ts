import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { expectRuntimeAgrees } from '../../../test/support/check-op.ts';
import { sizeOf } from '../../tensor/index.ts';
import { pullback } from '../autodiff/index.ts';
import {
  abs,
  add,
  argMax,
  averagePool,
  averagePoolInput,
  cast,
  channelAffine,
  channelMoments,
  concat,
  constant,
  conv2d,
  conv2dFilter,
  convTranspose2d,
  dense,
  div,
  dropout,
  equal,
  erf,
  exp,
  expand,
  gather,
  gelu,
  greater,
  layerNorm,
  less,
  localResponseNorm,
  log,
  logSoftmax,
  matmul,
  maximum,
  maxPool,
  maxPoolInput,
  minimum,
  mul,
  neg,
  oneHot,
  pad,
  reciprocal,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  scatterAdd,
  scatterAddAlongAxis,
  sigmoid,
  slice,
  softmax,
  softmaxCrossEntropy,
  sqrt,
  step,
  sub,
  takeAlongAxis,
  tanh,
  transpose,
  where,
  type OpName,
  type SymbolicTensor,
} from '../graph/index.ts';
import { makeGraph } from './index.ts';

/** Every op once, applied to positive matrices x, y `[4, 3]`, a batch of two such, and an image of them. */
function everyOp(x: SymbolicTensor, y: SymbolicTensor): Record<OpName, SymbolicTensor> {
  const rows = constant(x.graph, [3, 0, 3, 1, 1], { dtype: 'int32' });
  const picks = constant(x.graph, [2, 0, 2, 1], { dtype: 'int32', shape: [4, 1] });
  const gain = reduceSum(y, { axes: [0] });
  const bias = reduceMax(y, { axes: [0] });
  const both = reshape(concat([x, y], 0), [2, 4, 3]);
  const mask = less(x, y);
  const image = reshape(concat([x, y], 1), [1, 2, 3, 4]);
  const filter = reshape(y, [3, 2, 2, 1]);
  const features = conv2d(image, filter, { padding: [1, 0, 0, 0], stride: [2, 1] });
  const window = { size: 2, padding: [0, 0, 1, 0] } as const;
  const pooled = maxPool(image, window);
  const slopes = constant(x.graph, [1, -2, 3, -4, 5, -6, 7, -8], { shape: pooled.shape });
  return {
    input: x,
    constant: constant(x.graph, [1, 2, 3]),
    neg: neg(x),
    abs: abs(sub(x, y)),
    reciprocal: reciprocal(x),
    exp: exp(x),
    log: log(x),
    sqrt: sqrt(x),
    tanh: tanh(x),
    erf: erf(x),
    sigmoid: sigmoid(x),
    gelu: gelu(x),
    relu: relu(sub(x, 1)),
    step: step(sub(x, 1)),
    cast: cast(mask, 'float32'),
    add: add(x, y),
    sub: sub(x, y),
    mul: mul(x, y),
    div: div(x, y),
    maximum: maximum(x, y),
    minimum: minimum(x, y),
    equal: equal(x, bias),
    greater: greater(x, y),
    less: mask,
    where: where(mask, x, y),
    reduceSum: gain,
    reduceMean: reduceMean(x, { axes: [1], keepDims: true }),
    reduceMax: bias,
    argMax: argMax(x),
    reshape: both,
    transpose: transpose(both, [2, 0, 1]),
    slice: slice(x, [{ axis: 0, start: 3, end: -1, step: -2 }]),
    concat: concat([x, y], 1),
    pad: pad(x, [1, 0], [0, 2]),
    expand: expand(gain, [2, 3]),
    matmul: matmul(both, matmul(x, both, { transposeA: true }), { transposeB: true }),
    dense: dense(x, y, reduceSum(y, { axes: [1] })),
    conv2d: features,
    convTranspose2d: convTranspose2d(features, filter, { stride: [1, 2] }),
    conv2dFilter: conv2dFilter(image, features, {
      size: [2, 1],
      padding: [1, 0, 0, 0],
      stride: [2, 1],
    }),
    channelAffine: channelAffine(features, gain, bias),
    channelMoments: channelMoments(features),
    localResponseNorm: localResponseNorm(image, { size: 2, alpha: 0.5 }),
    maxPool: pooled,
    maxPoolInput: maxPoolInput(image, { y: pooled, d: slopes }, window),
    averagePool: averagePool(image, window),
    averagePoolInput: averagePoolInput(pooled, { size: 2, imageSize: [5, 4] }),
    softmax: softmax(x),
    logSoftmax: logSoftmax(x, 0),
    layerNorm: layerNorm(x, { gain, bias }),
    softmaxCrossEntropy: softmaxCrossEntropy(x, softmax(y)),
    gather: gather(x, rows),
    scatterAdd: scatterAdd(rows, gather(y, rows), { axis: 0, size: 6 }),
    takeAlongAxis: takeAlongAxis(x, picks),
    scatterAddAlongAxis: scatterAddAlongAxis(picks, reduceSum(x, { axes: [1], keepDims: true }), {
      axis: 1,
      size: 5,
    }),
    oneHot: oneHot(rows, { depth: 3, on: 0.9, off: 0.05 }),
    dropout: dropout(x, mask, { keep: 0.5 }),
  };
}

describe('the standard lowering', () => {
  it('runs on WebAssembly, every op and its gradient', async () => {
    const graph = makeGraph();
    const rng = Rng.fromSeed(5);
    const positive = (): Float64Array =>
      Float64Array.from({ length: 12 }, () => Math.fround(0.5 + 1.5 * rng.uniform()));
    const wrt = ['x', 'y'].map((name) => graph.input(name, 'float32', [4, 3]));
    const outputs: Record<string, SymbolicTensor> = everyOp(wrt[0]!, wrt[1]!);
    for (const [name, value] of Object.entries(outputs)) expect(value.node.op).toBe(name);
    const floating = Object.values(outputs).filter((value) => value.dtype === 'float32');
    const cotangents = floating.map(({ shape }) => {
      const values = Float64Array.from({ length: sizeOf(shape) }, () => rng.normal());
      return constant(graph, values, { shape });
    });
    pullback(graph, { outputs: floating, cotangents }, wrt).forEach((slope, i) => {
      outputs[`gradient ${i}`] = slope;
    });
    await expectRuntimeAgrees(graph, outputs, {
      feeds: { x: positive(), y: positive() },
      runtime: web,
      // The gradients sum some forty terms of either sign.
      tolerance: { rtol: 1e-5, atol: 2e-5 },
    });
  });
});
