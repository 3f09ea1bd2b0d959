import { GraphError, TemperError } from '../../base/index.ts';
import { formatShape, type HostTensor, type DType, type Shape } from '../../tensor/index.ts';
import { constant } from './calls/constants.ts';
import type { OpAttributes, OpName } from './op-list.ts';
import type { OpDefinition, OpTable } from './op-definition.ts';
import type { GraphBuilder, GraphNode, SymbolicTensor, TensorType } from './symbolic-tensor.ts';

/** The definition of an op, typed by its name. */
export function definitionOf<N extends OpName>(ops: OpTable, op: N): OpDefinition<N> {
  return ops[op];
}

/** A type as people write it: `float32 [2, 3]`. */
export function formatType(type: TensorType): string {
  return `${type.dtype} ${formatShape(type.shape)}`;
}

/**
 * A computation under construction: nodes in topological order. Equal applications are shared, so a
 * value that forward pass and gradient both need is computed once.
 */
export class Graph implements GraphBuilder {
  readonly ops: OpTable;
  readonly #nodes: GraphNode[] = [];
  readonly #shared = new Map<string, GraphNode>();

  constructor(ops: OpTable) {
    this.ops = ops;
  }

  /** The nodes so far, inputs before users. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /**
   * A value fed at every run.
   * @throws GraphError if the name is taken.
   */
  input(name: string, dtype: DType, shape: Shape): SymbolicTensor {
    const taken = this.#nodes.some(
      (node) => node.op === 'input' && (node as GraphNode<'input'>).attributes.name === name,
    );
    if (taken) throw new GraphError(`Graph.input: expected a new input name, got '${name}' again`);
    return this.apply('input', [], { name, dtype, shape })[0]!;
  }

  /** A value fixed when the graph is built. */
  constant(value: HostTensor): SymbolicTensor {
    return this.apply('constant', [], { value, dtype: value.dtype })[0]!;
  }

  /** A float32 scalar constant. */
  scalar(value: number): SymbolicTensor {
    return constant(this, [value], { shape: [] });
  }

  apply<N extends OpName>(
    op: N,
    inputs: readonly SymbolicTensor[],
    attributes: OpAttributes[N],
  ): readonly SymbolicTensor[] {
    const key = sharingKey(op, inputs, attributes);
    const shared = key === undefined ? undefined : this.#shared.get(key);
    if (shared) return shared.outputs;
    for (const input of inputs) {
      if (input.graph !== this) {
        throw new GraphError(`${op}: expected inputs of one graph, got a tensor of another`);
      }
    }
    const types = this.#infer(op, inputs, attributes);
    const outputs: SymbolicTensor[] = [];
    const node: GraphNode<N> = { id: this.#nodes.length, op, inputs, attributes, outputs };
    types.forEach((type, output) => {
      outputs.push({ ...type, graph: this, node: node, output });
    });
    this.#nodes.push(node);
    if (key !== undefined) this.#shared.set(key, node);
    return outputs;
  }

  #infer<N extends OpName>(
    op: N,
    inputs: readonly SymbolicTensor[],
    attributes: OpAttributes[N],
  ): readonly TensorType[] {
    try {
      return definitionOf(this.ops, op).infer(inputs, attributes);
    } catch (error) {
      if (!(error instanceof TemperError)) throw error;
      const types = inputs.map(formatType).join(', ');
      throw new GraphError(`node ${this.#nodes.length} ${op}(${types}): ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** Tells equal applications; undefined for nodes that are never shared. */
function sharingKey<N extends OpName>(
  op: N,
  inputs: readonly SymbolicTensor[],
  attributes: OpAttributes[N],
): string | undefined {
  if (op === 'input') return undefined;
  if (op === 'constant') {
    const { value, dtype } = attributes as OpAttributes['constant'];
    // A scalar is worth recognising; comparing large constants is not.
    return value.shape.length === 0 ? `constant ${dtype} ${exactly(value.data[0]!)}` : undefined;
  }
  const names = inputs.map((input) => `${input.node.id}.${input.output}`).join(',');
  return `${op}(${names})${JSON.stringify(attributes, (_key, value: unknown) =>
    typeof value === 'number' ? exactly(value) : value,
  )}`;
}

/** A number as text that tells −0, infinities and NaN apart, as JSON does not. */
function exactly(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
