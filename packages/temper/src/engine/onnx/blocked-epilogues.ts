import {
  definitionOf,
  type Graph,
  type GraphNode,
  type OpName,
  type SymbolicTensor,
} from '../graph/index.ts';
import { useCounts } from './use-counts.ts';

/** A blocked convolution with what follows it: conv, conv + x, relu(conv) or relu(conv + x). */
export interface BlockedChain {
  /** The node that ends in the convolution. */
  readonly base: GraphNode;
  readonly sum?: SymbolicTensor;
  readonly relu: boolean;
  /** The nodes that the chain stands for, besides its last. */
  readonly absorbed: readonly GraphNode[];
}

/**
 * Additions and ReLUs that a blocked convolution before them can do on its way out, which saves reading
 * and writing the images once for each: for the last node of every such chain, the chain. What is used
 * elsewhere too stays.
 */
export function blockedChains(
  graph: Graph,
  nodes: readonly GraphNode[],
  { outputs, block }: { readonly outputs: readonly SymbolicTensor[]; readonly block: number },
): Map<GraphNode, BlockedChain> {
  const uses = useCounts(nodes, outputs);
  const chains = new Map<GraphNode, BlockedChain>();
  const takesEpilogue = (node: GraphNode): boolean =>
    definitionOf<OpName>(graph.ops, node.op).blocked?.takesEpilogue?.({ block, call: node }) ??
    false;
  // A chain that this node may end: another chain that it would lengthen, or a convolution alone.
  const before = ({ node }: SymbolicTensor): BlockedChain | undefined =>
    uses.get(node) !== 1
      ? undefined
      : (chains.get(node) ??
        (takesEpilogue(node) ? { base: node, relu: false, absorbed: [] } : undefined));
  const lengthen = (node: GraphNode, tail: SymbolicTensor, chain: BlockedChain): void => {
    chains.delete(tail.node);
    chains.set(node, { ...chain, absorbed: [...chain.absorbed, tail.node] });
  };
  for (const node of nodes) {
    if (node.op === 'relu') {
      const chain = before(node.inputs[0]!);
      if (chain && !chain.relu) lengthen(node, node.inputs[0]!, { ...chain, relu: true });
    } else if (node.op === 'add') {
      const [a, b] = node.inputs as readonly [SymbolicTensor, SymbolicTensor];
      if (a.shape.join() !== b.shape.join() || a.node === b.node) continue;
      // The later of the two takes the other, which is there by then.
      const [first, second] = a.node.id < b.node.id ? [a, b] : [b, a];
      for (const [tail, sum] of [
        [second, first],
        [first, second],
      ] as const) {
        const chain = before(tail);
        if (!chain || chain.relu || chain.sum) continue;
        lengthen(node, tail, { ...chain, sum });
        break;
      }
    }
  }
  return chains;
}
