import { describe, expect, it } from 'vitest';
import { checkOp, expectValues, type OpCase } from '../../../test/support/check-op.ts';
import type { Shape } from '../../tensor/index.ts';
import { matmul, type MatmulOptions } from '../graph/index.ts';
import { makeGraph } from './index.ts';

const FLAGS: readonly MatmulOptions[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

/** A product of operands that have the given shapes after transposing. */
function product(a: Shape, b: Shape, options: MatmulOptions): OpCase {
  const stored = (shape: Shape, transposed = false): Shape =>
    transposed ? shape.toSpliced(-2, 2, shape.at(-1)!, shape.at(-2)!) : shape;
  return {
    inputs: [{ shape: stored(a, options.transposeA) }, { shape: stored(b, options.transposeB) }],
    build: (x, y) => matmul(x, y, options),
  };
}

describe('matmul', () => {
  it.each(FLAGS)('agrees with the reference in value and gradient, %j', async (options) => {
    await checkOp('matmul', [
      product([2, 3], [3, 4], options),
      product([1, 1], [1, 1], options),
      // Batches that agree, that broadcast, and that only one operand has.
      product([2, 3, 4], [2, 4, 5], options),
      product([2, 1, 3, 4], [1, 3, 4, 2], options),
      product([2, 2, 3, 4], [4, 2], options),
      product([2, 3], [2, 3, 4], options),
      product([3, 2, 4], [2, 3, 4, 2], options),
    ]);
  });

  it('multiplies rows by columns', async () => {
    const a = { data: [1, 2, 3, 4], shape: [2, 2] };
    const b = { data: [5, 6, 7, 8], shape: [2, 2] };
    await expectValues([a, b], (x, y) => matmul(x, y), [19, 22, 43, 50]);
    await expectValues([a, b], (x, y) => matmul(x, y, { transposeA: true }), [26, 30, 38, 44]);
    await expectValues([a, b], (x, y) => matmul(x, y, { transposeB: true }), [17, 23, 39, 53]);
  });

  it('refuses shapes that do not fit', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const vector = graph.input('vector', 'float32', [3]);
    const batches = ['two', 'three'].map((name, i) => graph.input(name, 'float32', [i + 2, 3, 3]));
    expect(() => matmul(x, x)).toThrow(
      'matmul: expected […, M, K] and […, K, N], got [2, 3] and [2, 3]',
    );
    expect(() => matmul(x, x, { transposeA: true, transposeB: true })).toThrow(
      'got [2, 3] transposed and [2, 3] transposed',
    );
    expect(() => matmul(x, vector)).toThrow('got [2, 3] and [3]');
    expect(() => matmul(batches[0]!, batches[1]!)).toThrow(
      'matmul: expected shapes that broadcast together, got [2] and [3]',
    );
  });
});
