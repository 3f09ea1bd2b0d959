import type { SymbolicTensor } from '../../engine/graph/index.ts';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, SymbolicTensor>>;

/** One parameter at one step, as an update rule sees it. */
export interface UpdateInput {
  readonly parameter: SymbolicTensor;
  readonly gradient: SymbolicTensor;
  /** The optimiser's state for this parameter, of its shape, by slot name. */
  readonly slots: NamedTensors;
  /** This step's scalars, by the names of `Optimizer.scalars`. */
  readonly scalars: NamedTensors;
  /** Weight decay for this parameter; 0 where it is excluded. */
  readonly weightDecay: number;
}

/** The parameter and its state after the step. */
export interface UpdateOutput {
  readonly parameter: SymbolicTensor;
  readonly slots: NamedTensors;
}

/** An optimiser: a pure update rule on the graph, and the scalars it wants computed outside. */
export interface Optimizer {
  readonly name: string;
  /** State tensors each parameter has, all of its shape and zero at the start. */
  readonly slots: readonly string[];
  /** The scalars of a step counted from 0, in float64; always the same names. */
  scalars(step: number, schedule: Schedule): Readonly<Record<string, number>>;
  update(input: UpdateInput): UpdateOutput;
}

/** Learning rate as a function of the step, counted from 0. */
export type Schedule = (step: number) => number;
