import { DTypeError } from '../../base/index.ts';
import { broadcastShapes, type DType, type Shape, sizeOf, stridesOf } from '../../tensor/index.ts';
import type {
  NoAttributes,
  OpAttributes,
  OpDefinition,
  OpName,
  ReferenceTensor,
  SymbolicTensor,
  TensorType,
  VectorJacobianProduct,
} from '../graph/index.ts';
import { blockedElementwise } from './blocked.ts';
import { unbroadcast } from './unbroadcast.ts';

/** Ops that take no attributes. */
type PlainOp = { [N in OpName]: OpAttributes[N] extends NoAttributes ? N : never }[OpName];

/** Whether a dtype holds floating-point numbers. */
export function isFloating(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/**
 * @throws DTypeError unless the tensor holds floating-point numbers.
 */
export function assertFloating(op: OpName, type: TensorType): void {
  if (!isFloating(type.dtype)) {
    throw new DTypeError(`${op}: expected floating-point numbers, got ${type.dtype}`);
  }
}

/**
 * @throws DTypeError unless two operands hold the same kind of number.
 */
export function assertSameDType(op: OpName, a: TensorType, b: TensorType): void {
  if (a.dtype !== b.dtype) {
    throw new DTypeError(`${op}: expected operands of one dtype, got ${a.dtype} and ${b.dtype}`);
  }
}

/** An elementwise op of one floating-point operand. */
export function unary<N extends PlainOp>(
  op: N,
  {
    onnx,
    evaluate,
    derivative,
  }: {
    /** The ONNX op that computes it. */
    readonly onnx: string;
    readonly evaluate: (x: number) => number;
    /** dy/dx as a value of the graph, or d·dy/dx when it returns the product itself; absent: zero. */
    readonly derivative?: (
      x: SymbolicTensor,
      y: SymbolicTensor,
      d: SymbolicTensor,
    ) => SymbolicTensor;
  },
): OpDefinition<N> {
  const lower: OpDefinition<N>['lower'] = (emit, inputs) => [emit.node(onnx, inputs)];
  const definition: OpDefinition<N> = {
    infer([x]) {
      assertFloating(op, x!);
      return [{ dtype: x!.dtype, shape: x!.shape }];
    },
    evaluate: ([x]) => [x!.data.map(evaluate)],
    lower,
    blocked: blockedElementwise(lower),
  };
  if (!derivative) return definition;
  return { ...definition, vjp: (node, d) => [derivative(node.inputs[0]!, node.outputs[0]!, d)] };
}

/** An elementwise op of two operands of one dtype that broadcast. */
export function binary<N extends PlainOp>(
  op: N,
  {
    onnx,
    evaluate,
    partials,
    result,
    booleans = false,
  }: {
    readonly onnx: string;
    readonly evaluate: (a: number, b: number) => number;
    /** The gradients of a and b before they are summed back over broadcast axes. */
    readonly partials?: (
      operands: {
        readonly a: SymbolicTensor;
        readonly b: SymbolicTensor;
        readonly y: SymbolicTensor;
      },
      d: SymbolicTensor,
      wants: readonly boolean[],
    ) => readonly [SymbolicTensor | undefined, SymbolicTensor | undefined];
    /** The dtype of the result when it is not that of the operands. */
    readonly result?: DType;
    /** Whether the operands may be bool. */
    readonly booleans?: boolean;
  },
): OpDefinition<N> {
  const lower: OpDefinition<N>['lower'] = (emit, inputs) => [emit.node(onnx, inputs)];
  const definition: OpDefinition<N> = {
    infer([a, b]) {
      assertSameDType(op, a!, b!);
      if (a!.dtype === 'bool' && !booleans) {
        throw new DTypeError(`${op}: expected numbers, got bool; cast them first`);
      }
      return [{ dtype: result ?? a!.dtype, shape: broadcastShapes(op, a!.shape, b!.shape) }];
    },
    evaluate([a, b], _attributes, [out]) {
      const [x, y] = [broadcastReader(a!, out!.shape), broadcastReader(b!, out!.shape)];
      return [Float64Array.from({ length: sizeOf(out!.shape) }, (_, i) => evaluate(x(i), y(i)))];
    },
    lower,
    blocked: blockedElementwise(lower),
  };
  if (!partials) return definition;
  const vjp: VectorJacobianProduct<N> = (node, d, wants) => {
    const [a, b] = [node.inputs[0]!, node.inputs[1]!];
    const [da, db] = partials({ a, b, y: node.outputs[0]! }, d, wants);
    return [da && unbroadcast(da, a.shape), db && unbroadcast(db, b.shape)];
  };
  return { ...definition, vjp };
}

/** Reads the element of a reference tensor that broadcasting puts at a flat index of `shape`. */
export function broadcastReader(tensor: ReferenceTensor, shape: Shape): (index: number) => number {
  const outer = stridesOf(shape);
  const inner = stridesOf(tensor.shape);
  const missing = shape.length - tensor.shape.length;
  return (index) => {
    let at = 0;
    for (let axis = missing; axis < shape.length; axis++) {
      const position = Math.floor(index / outer[axis]!) % shape[axis]!;
      if (tensor.shape[axis - missing] !== 1) at += position * inner[axis - missing]!;
    }
    return tensor.data[at]!;
  };
}
