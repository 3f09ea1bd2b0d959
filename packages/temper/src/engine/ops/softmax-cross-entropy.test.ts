import { describe, expect, it } from 'vitest';
import { checkOp, expectRuntimeAgrees, type OpCase } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { gradients } from '../autodiff/index.ts';
import { evaluateReference, reduceSum, softmaxCrossEntropy } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('softmaxCrossEntropy', () => {
  it('agrees with the reference in value and gradient', async () => {
    const rows = (count: number, classes: number): OpCase => ({
      inputs: [
        { shape: [count, classes] },
        { shape: [count, classes], draw: (rng) => rng.uniform(), differentiable: false },
      ],
      build: (z, t) => softmaxCrossEntropy(z, t),
    });
    await checkOp('softmaxCrossEntropy', [rows(4, 5), rows(3, 2), rows(2, 1), rows(0, 3)]);
  });

  it('has the gradient p − q for targets that sum to 1, exact where logits are huge', async () => {
    const graph = makeGraph();
    const z = graph.input('z', 'float32', [2, 2]);
    const t = graph.input('t', 'float32', [2, 2]);
    const [slope] = gradients(graph, reduceSum(softmaxCrossEntropy(z, t)), [z]);
    const feeds = {
      z: Float64Array.of(0, Math.log(3), 1000, -1000),
      t: Float64Array.of(0.9, 0.1, 0, 1),
    };
    const [dz] = evaluateReference(graph.ops, [slope!], feeds);
    expectAllClose(dz!, [0.25 - 0.9, 0.75 - 0.1, 1, -1]);
    await expectRuntimeAgrees(graph, { loss: softmaxCrossEntropy(z, t), dz: slope! }, { feeds });
  });

  it('is log K for even logits, and 0 with no gradient for a row without targets', () => {
    const graph = makeGraph();
    const z = graph.input('z', 'float32', [2, 4]);
    const t = graph.input('t', 'float32', [2, 4]);
    const losses = softmaxCrossEntropy(z, t);
    const [slope] = gradients(graph, reduceSum(losses), [z]);
    const feeds = { z: new Float64Array(8).fill(7), t: Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0) };
    const [values, dz] = evaluateReference(graph.ops, [losses, slope!], feeds);
    expectAllClose(values!, [Math.LN2 * 2, 0]);
    expectAllClose(dz!.slice(4), [0, 0, 0, 0]);
  });

  it('refuses targets of another shape', () => {
    const graph = makeGraph();
    const z = graph.input('z', 'float32', [2, 4]);
    const t = graph.input('t', 'float32', [2, 3]);
    expect(() => softmaxCrossEntropy(z, t)).toThrow(
      'softmaxCrossEntropy: expected logits and targets of one shape [N, K], got [2, 4] and [2, 3]',
    );
  });
});
