import { describe, expect, it } from 'vitest';
import { runOnnx } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import {
  evaluateReference,
  type Graph,
  matmul,
  mul,
  reachable,
  type SymbolicTensor,
} from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { decodeModel } from './decode-model.ts';
import { encodeModel } from './encode-model.ts';
import { scaledProducts } from './scaled-products.ts';

/** aᵀ·b of two rows each, `[4, 3]` by default, times a scalar that is fed. */
function scaledGradient([rows, columns]: readonly [number, number] = [4, 3]): {
  graph: Graph;
  product: SymbolicTensor;
  scaled: SymbolicTensor;
} {
  const graph = makeGraph();
  const a = graph.input('a', 'float32', [2, rows]);
  const b = graph.input('b', 'float32', [2, columns]);
  const product = matmul(a, b, { transposeA: true });
  return { graph, product, scaled: mul(product, graph.input('rate', 'float32', [])) };
}

const feeds = {
  a: Float64Array.from({ length: 8 }, (_, i) => i - 3),
  b: Float64Array.from({ length: 6 }, (_, i) => 0.5 * i - 2),
  rate: Float64Array.of(0.25),
};

describe('scaledProducts', () => {
  it.each([
    { sizes: [4, 3], factor: 1, small: 'b' },
    { sizes: [3, 4], factor: 0, small: 'a' },
  ] as const)(
    'scales the smaller factor, $small, in the model',
    async ({ sizes, factor, small }) => {
      const { graph, scaled } = scaledGradient(sizes);
      expect([...scaledProducts(reachable([scaled]), [scaled]).values()]).toMatchObject([
        { factor },
      ]);
      const inputs = reachable([scaled]).flatMap(({ op, outputs }) =>
        op === 'input' ? outputs : [],
      );
      const { nodes } = decodeModel(
        encodeModel({ graph, inputs, outputs: { y: scaled } }, 'standard'),
      );
      const scalings = nodes.filter(({ op }) => op === 'Mul');
      expect(scalings.map((node) => new Set(node.inputs))).toEqual([new Set([small, 'rate'])]);
      const given = {
        a: feeds.a.slice(0, 2 * sizes[0]),
        b: Float64Array.from({ length: 2 * sizes[1] }, (_, i) => 0.5 * i - 2),
        rate: feeds.rate,
      };
      const { y } = await runOnnx(graph, { y: scaled }, given);
      expectAllClose(y!.data as Float32Array, evaluateReference(graph.ops, [scaled], given)[0]!, {
        rtol: 1e-5,
      });
    },
  );

  it('leaves a product alone that is wanted by itself', async () => {
    const { graph, scaled, product } = scaledGradient();
    const wanted = [scaled, product];
    expect(scaledProducts(reachable(wanted), wanted).size).toBe(0);
    const { y, p } = await runOnnx(graph, { y: scaled, p: product }, feeds);
    const [expected, plain] = evaluateReference(graph.ops, wanted, feeds);
    expectAllClose(y!.data as Float32Array, expected!, { rtol: 1e-5 });
    expectAllClose(p!.data as Float32Array, plain!, { rtol: 1e-5 });
  });

  it('leaves products alone that are no larger than their factors, and scales that are no scalars', () => {
    const graph = makeGraph();
    const wide = graph.input('wide', 'float32', [2, 50]);
    const small = matmul(wide, wide, { transposeB: true });
    const scaled = mul(small, graph.input('rate', 'float32', []));
    const large = matmul(wide, wide, { transposeA: true });
    const rows = mul(large, graph.input('rows', 'float32', [50]));
    expect(scaledProducts(reachable([scaled, rows]), [scaled, rows]).size).toBe(0);
  });
});
