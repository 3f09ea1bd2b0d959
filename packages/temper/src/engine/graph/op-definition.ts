import type { Emitter, OnnxValue } from './emitter.ts';
import type { BlockedLowering } from './blocked-lowering.ts';
import type { LoweringCall } from './lowering-call.ts';
import type { OpAttributes, OpName } from './op-list.ts';
import type { GraphNode, SymbolicTensor, TensorType } from './symbolic-tensor.ts';

/** A tensor of the reference interpreter: every dtype as float64 (booleans 0 or 1). */
export interface ReferenceTensor extends TensorType {
  readonly data: Float64Array;
}

/**
 * Vector-Jacobian product: from the gradient of output 0 to the gradients of the inputs, undefined
 * for inputs that have none. `wants[i]` says whether input i's gradient is needed at all.
 *
 * Further outputs of an op (statistics it computed on the way) only serve this product; no gradient
 * reaches them.
 */
export type VectorJacobianProduct<N extends OpName> = (
  node: GraphNode<N>,
  gradient: SymbolicTensor,
  wants: readonly boolean[],
) => readonly (SymbolicTensor | undefined)[];

/** All that the engine knows about one op. */
export interface OpDefinition<N extends OpName> {
  /**
   * The shape rule: the types of the outputs.
   * @throws ShapeError or DTypeError if the inputs do not fit.
   */
  infer(inputs: readonly TensorType[], attributes: OpAttributes[N]): readonly TensorType[];
  /** What the op means, in float64 and without cleverness: the oracle that lowerings answer to. */
  evaluate(
    inputs: readonly ReferenceTensor[],
    attributes: OpAttributes[N],
    outputs: readonly TensorType[],
  ): readonly Float64Array[];
  /** Writes the op as ONNX nodes and returns the names of its outputs. */
  lower(emit: Emitter, inputs: readonly OnnxValue[], call: LoweringCall<N>): readonly OnnxValue[];
  /** How it is lowered where images are in blocks of channels; `lower` where absent or not applicable. */
  readonly blocked?: BlockedLowering<N>;
  /** Undefined for ops whose gradient is zero wherever it exists (comparisons, indices, steps). */
  readonly vjp?: VectorJacobianProduct<N>;
}

/** A definition for every op of the closed list. */
export type OpTable = { readonly [N in OpName]: OpDefinition<N> };
