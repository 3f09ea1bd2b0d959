import { describe, expect, it } from 'vitest';
import { checkOp, type OpCase } from '../../../test/support/check-op.ts';
import { evaluateReference, layerNorm } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('layerNorm', () => {
  it('agrees with the reference in value and gradient', async () => {
    const over = (shape: readonly number[], epsilon: number): OpCase => ({
      inputs: [{ shape }, { shape: shape.slice(-1) }, { shape: shape.slice(-1) }],
      build: (x, gain, bias) => layerNorm(x, { gain: gain, bias: bias }, epsilon),
    });
    await checkOp('layerNorm', [
      over([3, 5], 1e-5),
      over([2, 3, 4], 1e-2),
      over([6], 1e-5),
      over([1, 2], 0.1),
    ]);
  });

  it('makes rows of mean 0 and variance 1 before gain and bias', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 4]);
    const ones = graph.input('ones', 'float32', [4]);
    const zeros = graph.input('zeros', 'float32', [4]);
    const y = layerNorm(x, { gain: ones, bias: zeros }, 1e-12);
    const [row] = evaluateReference(graph.ops, [y], {
      x: Float64Array.of(2, 2, 6, 6),
      ones: Float64Array.of(1, 1, 1, 1),
      zeros: new Float64Array(4),
    });
    expect(row!.map((value) => Math.round(value * 1e9) / 1e9)).toEqual(
      Float64Array.of(-1, -1, 1, 1),
    );
  });

  it('refuses gains that do not fit and an ε that is not positive', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 4]);
    const [three, four] = [graph.input('b', 'float32', [3]), graph.input('g', 'float32', [4])];
    expect(() => layerNorm(x, { gain: four, bias: three })).toThrow(
      'layerNorm: expected x […, D], gain [D] and bias [D], got [2, 4], [4], [3]',
    );
    expect(() => layerNorm(x, { gain: four, bias: four }, 0)).toThrow(
      'layerNorm: expected epsilon to be a finite number above 0, got 0',
    );
  });
});
