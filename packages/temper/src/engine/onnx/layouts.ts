import { GraphError } from '../../base/index.ts';
import type {
  Emitter,
  GraphNode,
  LaidOutResult,
  LaidOutValue,
  OnnxValue,
  SymbolicTensor,
} from '../graph/index.ts';
import { fromBlocks, toBlocks } from '../ops/index.ts';

/** One value by its names: plain, in blocks of channels, or both. */
class StoredValue implements LaidOutValue {
  readonly #emit: Emitter;
  readonly #channels: number;
  #plain: OnnxValue | undefined;
  #blocked: OnnxValue | undefined;

  constructor(emit: Emitter, { shape }: SymbolicTensor, { layout, value }: LaidOutResult) {
    this.#emit = emit;
    this.#channels = shape[1] ?? 0;
    if (layout === 'plain') this.#plain = value;
    else this.#blocked = value;
  }

  get isBlocked(): boolean {
    return this.#blocked !== undefined;
  }

  plain(): OnnxValue {
    return (this.#plain ??= fromBlocks(this.#emit, this.#blocked!, this.#channels));
  }

  blocked(): OnnxValue {
    return (this.#blocked ??= toBlocks(this.#emit, this.#plain!));
  }
}

/** The names of a graph's values in the ONNX graph being written, each converted at most once. */
export class Layouts {
  readonly #emit: Emitter;
  readonly #values = new Map<GraphNode, readonly StoredValue[]>();

  constructor(emit: Emitter) {
    this.#emit = emit;
  }

  /** Names the results of a node. */
  set(node: GraphNode, results: readonly LaidOutResult[]): void {
    this.#values.set(
      node,
      results.map((result, i) => new StoredValue(this.#emit, node.outputs[i]!, result)),
    );
  }

  /** Names the results of a node that all lie plain. */
  setPlain(node: GraphNode, values: readonly OnnxValue[]): void {
    this.set(
      node,
      values.map((value) => ({ layout: 'plain', value })),
    );
  }

  /** A value that has its name already. */
  get({ node, output }: SymbolicTensor): LaidOutValue {
    const value = this.#values.get(node)?.[output];
    if (!value)
      throw new GraphError(`internal: ${node.op} ${node.id} is used before it is lowered`);
    return value;
  }
}
