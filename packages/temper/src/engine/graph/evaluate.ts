import { GraphError, ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import { definitionOf } from './graph.ts';
import type { OpTable, ReferenceTensor } from './op-definition.ts';
import { reachable } from './reachable.ts';
import type { GraphNode, SymbolicTensor } from './symbolic-tensor.ts';

/**
 * Runs a graph on the float64 reference interpreter: slow, plain, and the measure of everything else.
 *
 * @param outputs - The values wanted.
 * @param feeds - A float64 array for every input by name (labels and booleans as numbers).
 * @throws GraphError if an input is not fed; ShapeError if a feed has another size.
 */
export function evaluateReference(
  ops: OpTable,
  outputs: readonly SymbolicTensor[],
  feeds: Readonly<Record<string, Float64Array>>,
): Float64Array[] {
  const values = new Map<GraphNode, readonly Float64Array[]>();
  const valueOf = (tensor: SymbolicTensor): ReferenceTensor => ({
    dtype: tensor.dtype,
    shape: tensor.shape,
    data: values.get(tensor.node)![tensor.output]!,
  });
  for (const node of reachable(outputs)) {
    values.set(
      node,
      node.op === 'input'
        ? [feedOf(node as GraphNode<'input'>, feeds)]
        : definitionOf(ops, node.op).evaluate(
            node.inputs.map(valueOf),
            node.attributes,
            node.outputs,
          ),
    );
  }
  return outputs.map((output) => valueOf(output).data);
}

function feedOf(
  node: GraphNode<'input'>,
  feeds: Readonly<Record<string, Float64Array>>,
): Float64Array {
  const { name, shape } = node.attributes;
  const feed = feeds[name];
  if (!feed)
    throw new GraphError(`evaluateReference: expected a feed for input '${name}', got none`);
  if (feed.length !== sizeOf(shape)) {
    throw new ShapeError(
      `evaluateReference: expected ${sizeOf(shape)} elements ${formatShape(shape)} for input '${name}', got ${feed.length}`,
    );
  }
  return feed;
}
