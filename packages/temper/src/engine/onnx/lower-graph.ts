import { allocate, type HostTensor } from '../../tensor/index.ts';
import {
  definitionOf,
  type Epilogue,
  type Graph,
  type GraphNode,
  type LaidOutResult,
  type OnnxValue,
  type OpAttributes,
  type OpName,
  reachable,
  type SymbolicTensor,
} from '../graph/index.ts';
import { type BlockedChain, blockedChains } from './blocked-epilogues.ts';
import { Layouts } from './layouts.ts';
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
  const layouts = new Layouts(builder);
  const nodes = reachable(outputs);
  const block = builder.target === 'standard' ? undefined : builder.target.block;
  const scaled = scaledProducts(nodes, outputs);
  const chains: ReadonlyMap<GraphNode, BlockedChain> =
    block === undefined ? new Map() : blockedChains(graph, nodes, { outputs, block });
  const absorbed = new Set<GraphNode>([
    ...[...scaled.values()].map(({ product }) => product),
    ...[...chains.values()].flatMap((chain) => chain.absorbed),
  ]);
  const lower = (node: GraphNode, values: readonly OnnxValue[]): readonly OnnxValue[] =>
    definitionOf<OpName>(graph.ops, node.op).lower(builder, values, node);
  const lowerBlocked = (
    node: GraphNode,
    epilogue: Epilogue,
  ): readonly LaidOutResult[] | undefined =>
    block === undefined
      ? undefined
      : definitionOf<OpName>(graph.ops, node.op).blocked?.lower(
          { emit: builder, block, call: node },
          node.inputs.map((input) => layouts.get(input)),
          epilogue,
        );
  for (const node of nodes) {
    const product = scaled.get(node);
    const chain = chains.get(node);
    const given = inputs.get(node);
    if (given !== undefined) layouts.setPlain(node, [given]);
    else if (node.op === 'input') {
      layouts.setPlain(node, [(node as GraphNode<'input'>).attributes.name]);
    } else if (node.op === 'constant') {
      const value = rounded((node as GraphNode<'constant'>).attributes);
      layouts.setPlain(node, [builder.constant(value)]);
    } else if (product) {
      const factors = product.product.inputs.map((factor) => layouts.get(factor).plain());
      const scale = layouts.get(product.scale).plain();
      factors[product.factor] = builder.node('Mul', [factors[product.factor]!, scale]);
      layouts.setPlain(node, lower(product.product, factors));
    } else if (chain) {
      const { base, sum, relu } = chain;
      const epilogue = { relu, ...(sum ? { sum: layouts.get(sum) } : {}) };
      layouts.set(node, lowerBlocked(base, epilogue)!);
    } else if (!absorbed.has(node)) {
      const results = lowerBlocked(node, {});
      if (results) layouts.set(node, results);
      else {
        const values = node.inputs.map((input) => layouts.get(input).plain());
        layouts.setPlain(node, lower(node, values));
      }
    }
  }
  return outputs.map((output) => layouts.get(output).plain());
}

/** A constant in the dtype it has in the graph. */
function rounded({ value, dtype }: OpAttributes['constant']): HostTensor {
  if (value.dtype === dtype) return value;
  const data = allocate(dtype, value.data.length);
  if (data instanceof BigInt64Array) data.set(Array.from(value.data, BigInt));
  else data.set(value.data as Float64Array);
  return { dtype, shape: value.shape, data };
}
