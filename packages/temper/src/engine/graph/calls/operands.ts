import { GraphError } from '../../../base/index.ts';
import type { OpAttributes, OpName } from '../op-list.ts';
import type { Operand, SymbolicTensor } from '../symbolic-tensor.ts';

/** The single output of an op applied in the graph of its first input. */
export function applyOne<N extends OpName>(
  op: N,
  inputs: readonly [SymbolicTensor, ...SymbolicTensor[]],
  attributes: OpAttributes[N],
): SymbolicTensor {
  return inputs[0].graph.apply(op, inputs, attributes)[0]!;
}

/**
 * Turns numbers among operands into scalar constants of the graph the tensors belong to.
 * @throws GraphError if no operand is a tensor.
 */
export function tensorsOf(op: OpName, operands: readonly Operand[]): readonly SymbolicTensor[] {
  const anchor = operands.find((operand) => typeof operand !== 'number');
  if (!anchor) throw new GraphError(`${op}: expected at least one tensor, got numbers only`);
  return operands.map((operand) =>
    typeof operand === 'number'
      ? anchor.graph.apply('constant', [], {
          value: { dtype: 'float32', shape: [], data: Float32Array.of(operand) },
        })[0]!
      : operand,
  );
}

/** An elementwise op of several operands, any of which may be a number. */
export function applyBroadcast<N extends OpName>(
  op: N,
  operands: readonly [Operand, Operand, ...Operand[]],
  attributes: OpAttributes[N],
): SymbolicTensor {
  const tensors = tensorsOf(op, operands);
  return tensors[0]!.graph.apply(op, tensors, attributes)[0]!;
}
