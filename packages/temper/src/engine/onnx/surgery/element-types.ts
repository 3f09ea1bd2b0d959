import * as onnx from 'onnx-buf';

/** ONNX calls its two oldest types otherwise than NumPy does. */
const NUMPY_NAMES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

/** An element type by its NumPy name; ONNX's own for those that NumPy lacks. */
export function elementTypeName(type: number): string {
  const name = onnx.TensorProto_DataType[type]?.toLowerCase() ?? `element type ${type}`;
  return NUMPY_NAMES[name] ?? name;
}
