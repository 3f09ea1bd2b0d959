import * as onnx from 'onnx-buf';
import { FormatError } from '../../base/index.ts';
import {
  allocate,
  bytesPerElement,
  type DType,
  formatShape,
  type HostTensor,
  sizeOf,
} from '../../tensor/index.ts';
import { dtypeOfElement } from './model-builder.ts';

/**
 * The dtype of an ONNX element type.
 * @throws FormatError, naming `what`, for those Temper does not hold.
 */
export function decodeDType(what: string, element: number): DType {
  const dtype = dtypeOfElement(element);
  if (dtype === undefined) {
    const name = onnx.TensorProto_DataType[element]?.toLowerCase() ?? `element type ${element}`;
    throw new FormatError(
      `decodeModel: expected ${what} of float32, float64, int32, int64, uint8 or bool, got ${name}`,
    );
  }
  return dtype;
}

/**
 * A tensor stored in a model, in whichever of ONNX's fields its elements lie.
 * @throws FormatError if its elements are elsewhere, of another type, or not as many as its shape says.
 */
export function decodeTensor(tensor: onnx.TensorProto): HostTensor {
  const what = `tensor '${tensor.name}'`;
  if (tensor.dataLocation === onnx.TensorProto_DataLocation.EXTERNAL) {
    throw new FormatError(
      `decodeModel: expected ${what} inside the model, got external data; save the model as one file`,
    );
  }
  const dtype = decodeDType(what, tensor.dataType);
  const shape = tensor.dims.map(Number);
  const size = sizeOf(shape);
  const raw = tensor.rawData.byteLength > 0;
  const elements = elementsOf(tensor, dtype);
  const stored = raw ? tensor.rawData.byteLength / bytesPerElement(dtype) : elements.length;
  if (stored !== size || shape.some((length) => length < 0)) {
    throw new FormatError(
      `decodeModel: expected ${size} elements in ${what} of shape ${formatShape(shape)}, got ${stored}`,
    );
  }
  const data = allocate(dtype, size);
  if (raw) new Uint8Array(data.buffer).set(tensor.rawData);
  else elements.forEach((value, i) => (data[i] = value));
  return { dtype, shape, data };
}

/** The field that holds elements of a dtype when they are not raw bytes. */
function elementsOf(tensor: onnx.TensorProto, dtype: DType): readonly (number | bigint)[] {
  switch (dtype) {
    case 'float32':
      return tensor.floatData;
    case 'float64':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    default:
      return tensor.int32Data;
  }
}
