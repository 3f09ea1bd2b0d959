import { DTypeError, GraphError } from '../../../base/index.ts';
import { constant } from './constants.ts';
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
 * Turns numbers among operands into scalar constants of the graph the tensors belong to, and of their
 * dtype: float32 if they are all conditions (bool).
 * @throws GraphError if no operand is a tensor; DTypeError for a fraction among integers.
 */
function tensorsOf(op: OpName, operands: readonly Operand[]): readonly SymbolicTensor[] {
  const tensors = operands.filter((operand) => typeof operand !== 'number');
  const anchor = tensors[0];
  if (!anchor) throw new GraphError(`${op}: expected at least one tensor, got numbers only`);
  const dtype = tensors.find((tensor) => tensor.dtype !== 'bool')?.dtype ?? 'float32';
  const floating = dtype === 'float32' || dtype === 'float64';
  return operands.map((operand) => {
    if (typeof operand !== 'number') return operand;
    if (!floating && !Number.isInteger(operand)) {
      throw new DTypeError(`${op}: expected a whole number beside ${dtype}, got ${operand}`);
    }
    return constant(anchor.graph, [operand], { shape: [], dtype });
  });
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
