import { sameShape } from '../../tensor/index.ts';
import type { GraphNode, OpAttributes, SymbolicTensor } from '../graph/index.ts';

/** scale·carried + A·B with matrices A, B: one Gemm, whose C is `carried`. */
export interface AccumulatedProduct {
  readonly product: GraphNode<'matmul'>;
  readonly carried: SymbolicTensor;
  readonly scale: number;
  /** Nodes whose values are no longer needed by themselves. */
  readonly absorbed: readonly GraphNode[];
}

/**
 * Finds sums that a Gemm can form while it multiplies, such as a momentum update: the gradient then
 * never goes through memory on its own. Only values used nowhere else are folded in.
 */
export function accumulatedProducts(
  nodes: readonly GraphNode[],
  outputs: readonly SymbolicTensor[],
): Map<GraphNode, AccumulatedProduct> {
  const uses = new Map<GraphNode, number>();
  for (const { node } of [...nodes.flatMap(({ inputs }) => inputs), ...outputs]) {
    uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  const found = new Map<GraphNode, AccumulatedProduct>();
  for (const node of nodes) {
    if (node.op !== 'add') continue;
    const [a, b] = node.inputs as readonly [SymbolicTensor, SymbolicTensor];
    const folded = fold(a, b, uses) ?? fold(b, a, uses);
    if (folded) found.set(node, folded);
  }
  return found;
}

function fold(
  term: SymbolicTensor,
  product: SymbolicTensor,
  uses: ReadonlyMap<GraphNode, number>,
): AccumulatedProduct | undefined {
  const isMatrixProduct =
    product.node.op === 'matmul' &&
    product.node.inputs.every(({ shape }) => shape.length === 2) &&
    uses.get(product.node) === 1;
  if (!isMatrixProduct || !sameShape(term.shape, product.shape)) return undefined;
  const node = product.node as GraphNode<'matmul'>;
  if (term.node.op === 'mul' && uses.get(term.node) === 1) {
    const [x, y] = term.node.inputs as readonly [SymbolicTensor, SymbolicTensor];
    const scale = scalarOf(y) ?? scalarOf(x);
    if (scale !== undefined) {
      const carried = scalarOf(y) === undefined ? y : x;
      return { product: node, carried, scale, absorbed: [node, term.node] };
    }
  }
  return { product: node, carried: term, scale: 1, absorbed: [node] };
}

function scalarOf(tensor: SymbolicTensor): number | undefined {
  if (tensor.node.op !== 'constant' || tensor.shape.length > 0) return undefined;
  return Number((tensor.node.attributes as OpAttributes['constant']).value.data[0]);
}
