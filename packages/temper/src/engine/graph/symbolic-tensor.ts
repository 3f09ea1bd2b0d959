import type { DType, Shape } from '../../tensor/index.ts';
import type { OpAttributes, OpName } from './op-list.ts';

/** What is known of a tensor before anything runs: its element type and its static shape. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** What ops are applied through; implemented by `Graph`. */
export interface GraphBuilder {
  /** Adds a node and returns its outputs. The same op on the same inputs is added once. */
  apply<N extends OpName>(
    op: N,
    inputs: readonly SymbolicTensor[],
    attributes: OpAttributes[N],
  ): readonly SymbolicTensor[];
}

/** One application of an op. */
export interface GraphNode<N extends OpName = OpName> {
  /** Position in the graph; every input has a smaller one. */
  readonly id: number;
  readonly op: N;
  readonly inputs: readonly SymbolicTensor[];
  readonly attributes: OpAttributes[N];
  readonly outputs: readonly SymbolicTensor[];
}

/** A value of the graph: one output of one node. */
export interface SymbolicTensor extends TensorType {
  readonly graph: GraphBuilder;
  readonly node: GraphNode;
  /** Which of the node's outputs this is. */
  readonly output: number;
}

/** A symbolic tensor, or a number that stands for a scalar constant of the other operands' dtype. */
export type Operand = SymbolicTensor | number;
