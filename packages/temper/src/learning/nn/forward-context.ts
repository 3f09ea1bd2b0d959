import type { Rng } from '../../base/index.ts';
import type { Graph, SymbolicTensor } from '../../engine/graph/index.ts';
import type { Shape } from '../../tensor/index.ts';

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

/** A random mask a forward pass needs at each step: bool, each element true with probability `keep`. */
export interface RandomMask {
  readonly name: string;
  readonly keep: number;
  /** The graph input it is fed through. */
  readonly tensor: SymbolicTensor;
}

/**
 * What layers build in: the graph, and the parameters and masks they ask for. Asking twice for the
 * same name is an error of the model.
 */
export class ForwardContext {
  readonly graph: Graph;
  /** Whether this pass is for training (dropout acts) or evaluation. */
  readonly training: boolean;
  readonly parameters: Parameter[] = [];
  readonly masks: RandomMask[] = [];

  constructor(graph: Graph, { training }: { readonly training: boolean }) {
    this.graph = graph;
    this.training = training;
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

  /** Declares a random mask, drawn anew at each training step. */
  mask(name: string, shape: Shape, keep: number): SymbolicTensor {
    const tensor = this.graph.input(name, 'bool', shape);
    this.masks.push({ name, keep, tensor });
    return tensor;
  }
}
