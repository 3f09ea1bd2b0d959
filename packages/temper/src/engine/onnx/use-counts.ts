import type { GraphNode, SymbolicTensor } from '../graph/index.ts';

/** How often the results of each node are used, by other nodes or as an output. */
export function useCounts(
  nodes: readonly GraphNode[],
  outputs: readonly SymbolicTensor[],
): Map<GraphNode, number> {
  const uses = new Map<GraphNode, number>();
  for (const { node } of [...nodes.flatMap(({ inputs }) => inputs), ...outputs]) {
    uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  return uses;
}
