import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { evaluateReference } from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import { batchNormLayer } from './batch-norm-layer.ts';
import { ForwardContext } from './forward-context.ts';

/** Channel 0 holds 1, 2, 3, 6: mean 3, population variance 3.5, unbiased 14/3. Channel 1 is constant. */
const x = Float64Array.of(1, 2, 5, 5, 3, 6, 5, 5);
const feeds = {
  x,
  'norm.gain': Float64Array.of(2, 1),
  'norm.bias': Float64Array.of(0.5, -1),
  'norm.runningMean': Float64Array.of(1, 4),
  'norm.runningVariance': Float64Array.of(4, 0.25),
};

function build(training: boolean): { y: Float64Array; next: readonly Float64Array[] } {
  const graph = makeGraph();
  const context = new ForwardContext(graph, { training });
  const input = graph.input('x', 'float32', [2, 2, 1, 2]);
  const output = batchNormLayer(context, input, { name: 'norm' });
  const wanted = [output, ...context.buffers.map(({ next }) => next)];
  const [y, ...next] = evaluateReference(graph.ops, wanted, feeds);
  return { y: y!, next };
}

describe('batchNormLayer', () => {
  it('normalises by the batch in training and moves the running statistics', () => {
    const { y, next } = build(true);
    const at = (value: number): number => (2 * (value - 3)) / Math.sqrt(3.5 + 1e-5) + 0.5;
    expectAllClose(y, [at(1), at(2), -1, -1, at(3), at(6), -1, -1]);
    expectAllClose(next[0]!, [0.9 * 1 + 0.3, 0.9 * 4 + 0.5]);
    expectAllClose(next[1]!, [0.9 * 4 + 0.1 * (14 / 3), 0.9 * 0.25]);
  });

  it('normalises by the running statistics in evaluation and leaves them alone', () => {
    const { y, next } = build(false);
    const at = (value: number): number => (2 * (value - 1)) / Math.sqrt(4 + 1e-5) + 0.5;
    const still = 1 / Math.sqrt(0.25 + 1e-5) - 1;
    expectAllClose(y, [at(1), at(2), still, still, at(3), at(6), still, still]);
    expect(next).toEqual([feeds['norm.runningMean'], feeds['norm.runningVariance']]);
  });

  it('refuses to train on one value per channel', () => {
    const graph = makeGraph();
    const context = new ForwardContext(graph, { training: true });
    const single = graph.input('x', 'float32', [1, 3, 1, 1]);
    expect(() => batchNormLayer(context, single, { name: 'norm' })).toThrow(
      'expected at least two values per channel in training, got x [1, 3, 1, 1]',
    );
  });
});
