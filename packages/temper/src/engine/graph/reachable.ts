import type { GraphNode, SymbolicTensor } from './symbolic-tensor.ts';

/** The nodes that some outputs depend on, in topological order. */
export function reachable(outputs: readonly SymbolicTensor[]): GraphNode[] {
  const seen = new Set<GraphNode>();
  const pending = outputs.map((output) => output.node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) pending.push(input.node);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
