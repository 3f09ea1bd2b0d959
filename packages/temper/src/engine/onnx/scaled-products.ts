import { sizeOf } from '../../tensor/index.ts';
import type { GraphNode, SymbolicTensor } from '../graph/index.ts';
import { useCounts } from './use-counts.ts';

/** s·(A·B) with a scalar s, to be computed as a product of which one factor is scaled. */
export interface ScaledProduct {
  readonly product: GraphNode<'matmul'>;
  readonly scale: SymbolicTensor;
  /** Which factor is scaled: the smaller one. */
  readonly factor: 0 | 1;
}

/**
 * Finds matrix products that are only wanted times a scalar, as a gradient times the learning rate,
 * and whose factors are smaller than they are: scaling a factor instead saves a pass over the product.
 */
export function scaledProducts(
  nodes: readonly GraphNode[],
  outputs: readonly SymbolicTensor[],
): Map<GraphNode, ScaledProduct> {
  const uses = useCounts(nodes, outputs);
  const found = new Map<GraphNode, ScaledProduct>();
  for (const node of nodes) {
    if (node.op !== 'mul') continue;
    const [a, b] = node.inputs as readonly [SymbolicTensor, SymbolicTensor];
    const [scale, product] = a.shape.length === 0 ? [a, b] : [b, a];
    if (scale.shape.length > 0 || product.node.op !== 'matmul') continue;
    const [left, right] = product.node.inputs.map(({ shape }) => sizeOf(shape)) as [number, number];
    if (uses.get(product.node) !== 1 || Math.min(left, right) >= sizeOf(product.shape)) continue;
    const factor = left <= right ? 0 : 1;
    found.set(node, { product: product.node as GraphNode<'matmul'>, scale, factor });
  }
  return found;
}
