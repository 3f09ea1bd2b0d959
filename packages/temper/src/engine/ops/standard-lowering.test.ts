import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { expectRuntimeAgrees } from '../../../test/support/check-op.ts';
import { sizeOf } from '../../tensor/index.ts';
import { pullback } from '../autodiff/index.ts';
import * as call from '../graph/index.ts';
import type { OpName, SymbolicTensor } from '../graph/index.ts';
import { makeGraph } from './index.ts';

/** Every op once, applied to positive matrices x, y `[4, 3]` and a batch of two such. */
function everyOp(x: SymbolicTensor, y: SymbolicTensor): Record<OpName, SymbolicTensor> {
  const rows = call.constant(x.graph, [3, 0, 3, 1, 1], { dtype: 'int32' });
  const picks = call.constant(x.graph, [2, 0, 2, 1], { dtype: 'int32', shape: [4, 1] });
  const gain = call.reduceSum(y, { axes: [0] });
  const bias = call.reduceMax(y, { axes: [0] });
  const both = call.reshape(call.concat([x, y], 0), [2, 4, 3]);
  const mask = call.less(x, y);
  return {
    input: x,
    constant: call.constant(x.graph, [1, 2, 3]),
    neg: call.neg(x),
    abs: call.abs(call.sub(x, y)),
    reciprocal: call.reciprocal(x),
    exp: call.exp(x),
    log: call.log(x),
    sqrt: call.sqrt(x),
    tanh: call.tanh(x),
    erf: call.erf(x),
    sigmoid: call.sigmoid(x),
    gelu: call.gelu(x),
    relu: call.relu(call.sub(x, 1)),
    step: call.step(call.sub(x, 1)),
    cast: call.cast(mask, 'float32'),
    add: call.add(x, y),
    sub: call.sub(x, y),
    mul: call.mul(x, y),
    div: call.div(x, y),
    maximum: call.maximum(x, y),
    minimum: call.minimum(x, y),
    equal: call.equal(x, bias),
    greater: call.greater(x, y),
    less: mask,
    where: call.where(mask, x, y),
    reduceSum: gain,
    reduceMean: call.reduceMean(x, { axes: [1], keepDims: true }),
    reduceMax: bias,
    argMax: call.argMax(x),
    reshape: both,
    transpose: call.transpose(both, [2, 0, 1]),
    slice: call.slice(x, [{ axis: 0, start: 3, end: -1, step: -2 }]),
    concat: call.concat([x, y], 1),
    pad: call.pad(x, [1, 0], [0, 2]),
    expand: call.expand(gain, [2, 3]),
    matmul: call.matmul(both, call.matmul(x, both, { transposeA: true }), { transposeB: true }),
    dense: call.dense(x, y, call.reduceSum(y, { axes: [1] })),
    softmax: call.softmax(x),
    logSoftmax: call.logSoftmax(x, 0),
    layerNorm: call.layerNorm(x, { gain, bias }),
    softmaxCrossEntropy: call.softmaxCrossEntropy(x, call.softmax(y)),
    gather: call.gather(x, rows),
    scatterAdd: call.scatterAdd(rows, call.gather(y, rows), { axis: 0, size: 6 }),
    takeAlongAxis: call.takeAlongAxis(x, picks),
    scatterAddAlongAxis: call.scatterAddAlongAxis(
      picks,
      call.reduceSum(x, { axes: [1], keepDims: true }),
      {
        axis: 1,
        size: 5,
      },
    ),
    oneHot: call.oneHot(rows, { depth: 3, on: 0.9, off: 0.05 }),
    dropout: call.dropout(x, mask, { keep: 0.5 }),
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
      return call.constant(graph, values, { shape });
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
