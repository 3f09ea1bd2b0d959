import { GraphError, type Rng } from '../../base/index.ts';
import type { Graph, SymbolicTensor } from '../../engine/graph/index.ts';
import { formatShape, sameShape, type Shape } from '../../tensor/index.ts';

/** Draws the initial values of a parameter, float32, as many as its shape holds. */
export type Initializer = (shape: Shape, rng: Rng) => Float32Array;

/**
 * What a parameter is for: the weight of a dense layer, the filter of a convolution, a bias, or the gain
 * of a normalisation. Weight decay may leave some out.
 */
export type ParameterRole = 'weight' | 'filter' | 'bias' | 'gain';

/** A trainable tensor of a model. */
export interface Parameter {
  /** Unique in the model, dotted: `hidden1.weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly role: ParameterRole;
  readonly initializer: Initializer;
  /** The graph input it is fed through. */
  readonly tensor: SymbolicTensor;
}

/**
 * A tensor that belongs to a model and is not trained, such as the running statistics of batch norm:
 * read in evaluation, and replaced by `next` at each training step.
 */
export interface ModelBuffer {
  /** Unique in the model, dotted: `stem.norm.runningMean`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** The graph input it is fed through. */
  readonly tensor: SymbolicTensor;
  /** What it is after the step; `tensor` itself if the pass leaves it alone. */
  readonly next: SymbolicTensor;
}

/** A random mask a forward pass needs at each step: bool, each element true with probability `keep`. */
export interface RandomMask {
  readonly name: string;
  readonly keep: number;
  /** The graph input it is fed through. */
  readonly tensor: SymbolicTensor;
}

/**
 * What layers build in: the graph, and the parameters, buffers and masks they ask for. Asking twice for the
 * same name is an error of the model.
 */
export class ForwardContext {
  readonly graph: Graph;
  /** Whether this pass is for training (dropout acts, batch norm takes the batch's statistics) or evaluation. */
  readonly training: boolean;
  readonly parameters: Parameter[] = [];
  readonly masks: RandomMask[] = [];
  readonly #buffers = new Map<string, ModelBuffer>();

  constructor(graph: Graph, { training }: { readonly training: boolean }) {
    this.graph = graph;
    this.training = training;
  }

  /** The buffers declared so far. */
  get buffers(): readonly ModelBuffer[] {
    return [...this.#buffers.values()];
  }

  /** Declares a trainable tensor. */
  parameter(
    name: string,
    shape: Shape,
    { role, initializer }: Pick<Parameter, 'role' | 'initializer'>,
  ): SymbolicTensor {
    const tensor = this.graph.input(name, 'float32', shape);
    this.parameters.push({ name, shape, role, initializer, tensor });
    return tensor;
  }

  /** Declares a tensor that is kept beside the parameters and is not trained. */
  buffer(name: string, shape: Shape, initializer: Initializer): SymbolicTensor {
    const tensor = this.graph.input(name, 'float32', shape);
    this.#buffers.set(name, { name, shape, initializer, tensor, next: tensor });
    return tensor;
  }

  /**
   * Says what a buffer is after this step.
   * @throws GraphError if there is no such buffer, or `next` is of another shape.
   */
  update(name: string, next: SymbolicTensor): void {
    const buffer = this.#buffers.get(name);
    if (!buffer || !sameShape(buffer.shape, next.shape)) {
      const wanted = buffer ? `shape ${formatShape(buffer.shape)}` : 'a buffer declared before';
      throw new GraphError(
        `ForwardContext.update: expected ${wanted}, got ${name} ${formatShape(next.shape)}`,
      );
    }
    this.#buffers.set(name, { ...buffer, next });
  }

  /** Declares a random mask, drawn anew at each training step. */
  mask(name: string, shape: Shape, keep: number): SymbolicTensor {
    const tensor = this.graph.input(name, 'bool', shape);
    this.masks.push({ name, keep, tensor });
    return tensor;
  }
}
