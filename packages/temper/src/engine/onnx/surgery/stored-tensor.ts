import { create } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { hostTensor, sizeOf } from '../../../tensor/index.ts';
import type { OnnxValue } from '../../graph/index.ts';
import { decodeTensor } from '../decode-tensor.ts';
import { elementTypeName } from './element-types.ts';
import { attributeOf, type GraphView, intOf, intsOf, isOp } from './graph-view.ts';
import { widenHalves } from './half-floats.ts';
import { type StoredNumbers, transposeMatrix } from './matrices.ts';
import { quoteName } from './quote-name.ts';

/** Nodes between a stored tensor and its user. */
const LONGEST_CHAIN = 16;

/** A tensor as it is stored, the type its user reads, and whether that is a transposed matrix. */
interface Stored {
  readonly tensor: onnx.TensorProto;
  readonly elementType: number;
  readonly isTransposed: boolean;
}

/**
 * Whether a value is stored in the model: an initializer or constant, as it is or through `Identity`,
 * `Cast` or the transposition of a matrix.
 */
export function isStored(view: GraphView, value: OnnxValue): boolean {
  return findStored(view, value) !== undefined;
}

/** The element type of a stored value. */
export function storedElementType(view: GraphView, value: OnnxValue): number | undefined {
  return findStored(view, value)?.elementType;
}

/**
 * Decodes a stored value of floating point; 16-bit numbers become float32.
 * @throws FormatError if it is not stored, of another type, or damaged.
 */
export function decodeStored(where: string, view: GraphView, value: OnnxValue): StoredNumbers {
  const stored = findStored(view, value);
  if (!stored) {
    throw new FormatError(
      `${where}: expected ${quoteName(value)} to be stored in the model, got a value that is computed`,
    );
  }
  const numbers = decodeNumbers(where, stored.tensor);
  return stored.isTransposed ? transposeMatrix(numbers) : numbers;
}

/** Integers of a stored value, undefined if it is not stored or of another type. */
export function storedInts(view: GraphView, value: OnnxValue): number[] | undefined {
  const tensor = findStored(view, value)?.tensor;
  if (tensor?.dataType !== (onnx.TensorProto_DataType.INT64 as number)) return undefined;
  return Array.from(decodeTensor(tensor).data as BigInt64Array, Number);
}

function findStored(view: GraphView, value: OnnxValue): Stored | undefined {
  let isTransposed = false;
  let cast: number | undefined;
  let name = value;
  for (let i = 0; i < LONGEST_CHAIN; i++) {
    const node = view.producers.get(name);
    if (node === undefined || isOp(node, 'Constant')) {
      const tensor = node ? constantOf(node) : view.initializers.get(name);
      if (!tensor || (isTransposed && tensor.dims.length !== 2)) return undefined;
      return { tensor, elementType: cast ?? tensor.dataType, isTransposed };
    }
    if (isOp(node, 'Transpose')) {
      const perm = intsOf(node, 'perm') ?? [1, 0];
      if (perm.join() !== '1,0') return undefined;
      isTransposed = !isTransposed;
    } else if (isOp(node, 'Cast')) cast ??= intOf(node, 'to', 0);
    else if (!isOp(node, 'Identity')) return undefined;
    name = node.input[0] ?? '';
  }
  return undefined;
}

function constantOf(node: onnx.NodeProto): onnx.TensorProto | undefined {
  const floats = attributeOf(node, 'value_floats')?.floats;
  const float = attributeOf(node, 'value_float')?.f;
  const floatData = floats ?? (float === undefined ? undefined : [float]);
  if (floatData === undefined) return attributeOf(node, 'value')?.t;
  return create(onnx.TensorProtoSchema, {
    name: node.output[0] ?? '',
    dataType: onnx.TensorProto_DataType.FLOAT,
    dims: floats ? [BigInt(floats.length)] : [],
    floatData,
  });
}

function decodeNumbers(where: string, tensor: onnx.TensorProto): StoredNumbers {
  const kind = elementTypeName(tensor.dataType);
  if (kind === 'float32' || kind === 'float64') return decodeTensor(tensor) as StoredNumbers;
  const what = `tensor ${quoteName(tensor.name)}`;
  if (kind !== 'float16' && kind !== 'bfloat16') {
    throw new FormatError(`${where}: expected ${what} to be of floating point, got ${kind}`);
  }
  const { rawData, int32Data, dims } = tensor;
  const shape = dims.map(Number);
  const stored = rawData.length > 0 ? rawData.length / 2 : int32Data.length;
  if (stored !== sizeOf(shape)) {
    throw new FormatError(
      `${where}: expected ${sizeOf(shape)} elements in ${what}, got ${stored}; is the file damaged?`,
    );
  }
  const bits =
    rawData.length > 0 ? new Uint16Array(rawData.slice().buffer) : Uint16Array.from(int32Data);
  return hostTensor('float32', shape, widenHalves(bits, kind));
}
