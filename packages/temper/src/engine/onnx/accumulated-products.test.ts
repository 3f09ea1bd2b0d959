import { describe, expect, it } from 'vitest';
import { runOnnx } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import {
  add,
  evaluateReference,
  matmul,
  mul,
  reachable,
  type SymbolicTensor,
} from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { accumulatedProducts } from './accumulated-products.ts';

function momentum(scale: number | undefined): {
  graph: ReturnType<typeof makeGraph>;
  a: SymbolicTensor;
  product: SymbolicTensor;
  sum: SymbolicTensor;
} {
  const graph = makeGraph();
  const a = graph.input('a', 'float32', [4, 2]);
  const b = graph.input('b', 'float32', [4, 3]);
  const velocity = graph.input('velocity', 'float32', [2, 3]);
  const product = matmul(a, b, { transposeA: true });
  const sum = add(scale === undefined ? velocity : mul(velocity, scale), product);
  return { graph, a, product, sum };
}

const feeds = {
  a: Float64Array.from({ length: 8 }, (_, i) => i - 3),
  b: Float64Array.from({ length: 12 }, (_, i) => 0.5 * i - 2),
  velocity: Float64Array.from({ length: 6 }, (_, i) => 10 - i),
};

describe('accumulatedProducts', () => {
  it.each([0.9, undefined])('folds scale %s into one Gemm of the same value', async (scale) => {
    const { graph, sum } = momentum(scale);
    expect([...accumulatedProducts(reachable([sum]), [sum]).values()]).toMatchObject([
      { scale: scale ?? 1 },
    ]);
    const { y } = await runOnnx(graph, { y: sum }, feeds);
    const [expected] = evaluateReference(graph.ops, [sum], feeds);
    expectAllClose(y!.data as Float32Array, expected!, { rtol: 1e-5 });
  });

  it('leaves a product alone that is wanted by itself', async () => {
    const { graph, sum, product } = momentum(0.9);
    expect(accumulatedProducts(reachable([sum, product]), [sum, product]).size).toBe(0);
    const { y, p } = await runOnnx(graph, { y: sum, p: product }, feeds);
    const expected = evaluateReference(graph.ops, [sum, product], feeds);
    expectAllClose(y!.data as Float32Array, expected[0]!, { rtol: 1e-5 });
    expectAllClose(p!.data as Float32Array, expected[1]!, { rtol: 1e-5 });
  });

  it('leaves sums alone that broadcast', () => {
    const graph = makeGraph();
    const [a, b] = [graph.input('a', 'float32', [4, 2]), graph.input('b', 'float32', [2, 3])];
    const sum = add(graph.input('bias', 'float32', [3]), matmul(a, b));
    expect(accumulatedProducts(reachable([sum]), [sum]).size).toBe(0);
  });
});
