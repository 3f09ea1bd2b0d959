import { allocate, type HostTensor } from '../../tensor/index.ts';
import {
  definitionOf,
  type Graph,
  type GraphNode,
  type OnnxValue,
  type OpAttributes,
  type OpName,
  reachable,
  type SymbolicTensor,
} from '../graph/index.ts';
import type { OnnxGraphBuilder } from './model-builder.ts';
import { scaledProducts } from './scaled-products.ts';

/**
 * Writes the nodes that some outputs need into an ONNX graph.
 *
 * @param outputs - The values wanted.
 * @param inputs - ONNX names for values that come from outside; an input that is not named here goes
 *   by its own name.
 * @returns The ONNX names of the outputs, in their order.
 */
export function lowerGraph(
  builder: OnnxGraphBuilder,
  graph: Graph,
  {
    outputs,
    inputs = new Map(),
  }: {
    readonly outputs: readonly SymbolicTensor[];
    readonly inputs?: ReadonlyMap<GraphNode, OnnxValue>;
  },
): OnnxValue[] {
  const names = new Map<GraphNode, readonly OnnxValue[]>();
  const nameOf = (tensor: SymbolicTensor): OnnxValue => names.get(tensor.node)![tensor.output]!;
  const nodes = reachable(outputs);
  const scaled = scaledProducts(nodes, outputs);
  const absorbed = new Set<GraphNode>([...scaled.values()].map(({ product }) => product));
  const lower = (node: GraphNode, inputs: readonly OnnxValue[]): readonly OnnxValue[] =>
    definitionOf<OpName>(graph.ops, node.op).lower(builder, inputs, node);
  for (const node of nodes) {
    const product = scaled.get(node);
    const given = inputs.get(node);
    if (given !== undefined) names.set(node, [given]);
    else if (node.op === 'input') names.set(node, [(node as GraphNode<'input'>).attributes.name]);
    else if (node.op === 'constant') {
      names.set(node, [builder.constant(rounded((node as GraphNode<'constant'>).attributes))]);
    } else if (product) {
      const factors = product.product.inputs.map(nameOf);
      factors[product.factor] = builder.node('Mul', [
        factors[product.factor]!,
        nameOf(product.scale),
      ]);
      names.set(node, lower(product.product, factors));
    } else if (!absorbed.has(node)) {
      names.set(node, lower(node, node.inputs.map(nameOf)));
    }
  }
  return outputs.map(nameOf);
}

/** A constant in the dtype it has in the graph. */
function rounded({ value, dtype }: OpAttributes['constant']): HostTensor {
  if (value.dtype === dtype) return value;
  const data = allocate(dtype, value.data.length);
  if (data instanceof BigInt64Array) data.set(Array.from(value.data, BigInt));
  else data.set(value.data as Float64Array);
  return { dtype, shape: value.shape, data };
}
