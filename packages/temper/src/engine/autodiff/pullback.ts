import { GraphError } from '../../base/index.ts';
import { allocate, formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import {
  add,
  type Graph,
  definitionOf,
  reachable,
  type GraphNode,
  type SymbolicTensor,
} from '../graph/index.ts';

/** The gradients that have reached the first outputs of nodes so far. */
type Pending = Map<GraphNode, SymbolicTensor>;

/**
 * Reverse-mode differentiation: Σ_i ⟨cotangent_i, output_i⟩ differentiated with respect to each of
 * `wrt`, as new values of the same graph. A value the outputs do not depend on gets zeros.
 *
 * @param outputs - Floating-point values of the graph.
 * @param cotangents - One per output, of its shape.
 * @throws GraphError if shapes of outputs and cotangents differ, or if a gradient reaches a second
 *   output of an op, which has none (second derivatives of macro ops).
 */
export function pullback(
  graph: Graph,
  {
    outputs,
    cotangents,
  }: {
    readonly outputs: readonly SymbolicTensor[];
    readonly cotangents: readonly SymbolicTensor[];
  },
  wrt: readonly SymbolicTensor[],
): SymbolicTensor[] {
  const nodes = reachable(outputs);
  const dependent = dependents(nodes, wrt);
  const pending: Pending = new Map();
  outputs.forEach((output, i) => {
    const cotangent = cotangents[i]!;
    if (!sameShape(output.shape, cotangent.shape)) {
      throw new GraphError(
        `pullback: expected a cotangent of shape ${formatShape(output.shape)}, got ${formatShape(cotangent.shape)}`,
      );
    }
    accumulate(pending, output, cotangent);
  });
  for (const node of nodes.toReversed()) {
    const gradient = pending.get(node);
    if (!gradient || !node.inputs.some((input) => dependent.has(input.node))) continue;
    const vjp = definitionOf(graph.ops, node.op).vjp;
    if (!vjp) continue;
    const wants = node.inputs.map((input) => dependent.has(input.node));
    vjp(node, gradient, wants).forEach((slope, i) => {
      if (slope && wants[i]) accumulate(pending, node.inputs[i]!, slope);
    });
  }
  return wrt.map((tensor) => pending.get(tensor.node) ?? zeros(graph, tensor));
}

/** The gradient of a scalar with respect to each of `wrt`. */
export function gradients(
  graph: Graph,
  loss: SymbolicTensor,
  wrt: readonly SymbolicTensor[],
): SymbolicTensor[] {
  if (loss.shape.length !== 0) {
    throw new GraphError(`gradients: expected a scalar, got shape ${formatShape(loss.shape)}`);
  }
  return pullback(graph, { outputs: [loss], cotangents: [graph.scalar(1)] }, wrt);
}

/** Nodes whose value depends on one of `wrt`. */
function dependents(nodes: readonly GraphNode[], wrt: readonly SymbolicTensor[]): Set<GraphNode> {
  const dependent = new Set(wrt.map((tensor) => tensor.node));
  for (const node of nodes) {
    if (node.inputs.some((input) => dependent.has(input.node))) dependent.add(node);
  }
  return dependent;
}

function accumulate(pending: Pending, tensor: SymbolicTensor, gradient: SymbolicTensor): void {
  if (!sameShape(tensor.shape, gradient.shape)) {
    throw new GraphError(
      `internal: ${tensor.node.op} of shape ${formatShape(tensor.shape)} got a gradient of shape ${formatShape(gradient.shape)}`,
    );
  }
  if (tensor.output !== 0) {
    throw new GraphError(
      `pullback: expected gradients of first outputs only, got one of output ${tensor.output} of ${tensor.node.op}`,
    );
  }
  const before = pending.get(tensor.node);
  pending.set(tensor.node, before ? add(before, gradient) : gradient);
}

function zeros(graph: Graph, { dtype, shape }: SymbolicTensor): SymbolicTensor {
  return graph.constant({ dtype, shape, data: allocate(dtype, sizeOf(shape)) });
}
