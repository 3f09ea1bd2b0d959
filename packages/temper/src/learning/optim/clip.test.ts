import { expect, describe, test } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { GraphError, ValueRangeError } from '../../base/index.ts';
import { evaluateReference } from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import { clipByGlobalNorm } from './clip.ts';

/** Gradients (3) and (4, 0), of global norm 5, clipped. */
function clip(maxNorm: number, scale = 1): number[][] {
  const graph = makeGraph();
  const gradients = [graph.input('a', 'float32', []), graph.input('b', 'float32', [2])];
  const clipped = clipByGlobalNorm(gradients, maxNorm);
  const feeds = { a: Float64Array.of(3 * scale), b: Float64Array.of(4 * scale, 0) };
  return evaluateReference(graph.ops, clipped, feeds).map((values) => [...values]);
}

describe('clipByGlobalNorm', () => {
  test('scales all gradients by one factor, down to the norm asked for', () => {
    const [a, b] = clip(1);
    // PyTorch adds 1e-6 to the norm it divides by.
    expectAllClose([...a!, ...b!], [0.6, 0.8, 0], { rtol: 1e-6 });
  });

  test('leaves smaller gradients as they are, to the bit', () => {
    expect(clip(6)).toEqual([[3], [4, 0]]);
  });

  test('leaves gradients of zero at zero', () => {
    expect(clip(1, 0)).toEqual([[0], [0, 0]]);
  });

  test('refuses norms that are not above 0, and nothing to clip', () => {
    expect(() => clip(0)).toThrow(ValueRangeError);
    expect(() => clip(NaN)).toThrow(ValueRangeError);
    expect(() => clipByGlobalNorm([], 1)).toThrow(GraphError);
  });
});
