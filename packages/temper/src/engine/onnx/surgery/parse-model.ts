import * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { formatShape, sizeOf } from '../../../tensor/index.ts';
import { assertInlined } from './external-data.ts';
import { quoteName } from './quote-name.ts';
import { readProto } from './read-proto.ts';

/** The graph of a model, and the model. */
export interface ParsedModel {
  readonly model: onnx.ModelProto;
  readonly graph: onnx.GraphProto;
}

/** Operators broadcast without being asked to from here on; ONNX Runtime reads nothing older either. */
const OLDEST_OPSET = 7;

/** Bytes per element, of the types that are stored whole bytes each. */
const ELEMENT_BYTES: ReadonlyMap<number, number> = new Map([
  [onnx.TensorProto_DataType.FLOAT, 4],
  [onnx.TensorProto_DataType.DOUBLE, 8],
  [onnx.TensorProto_DataType.FLOAT16, 2],
  [onnx.TensorProto_DataType.BFLOAT16, 2],
  [onnx.TensorProto_DataType.INT8, 1],
  [onnx.TensorProto_DataType.UINT8, 1],
  [onnx.TensorProto_DataType.BOOL, 1],
  [onnx.TensorProto_DataType.INT16, 2],
  [onnx.TensorProto_DataType.UINT16, 2],
  [onnx.TensorProto_DataType.INT32, 4],
  [onnx.TensorProto_DataType.UINT32, 4],
  [onnx.TensorProto_DataType.INT64, 8],
  [onnx.TensorProto_DataType.UINT64, 8],
] as const);

/**
 * Reads a model that may come from anywhere, and checks what can be checked without running it. Tensors are
 * views into `bytes`; none is decoded, so that memory is in proportion to the file whatever it claims.
 * @throws FormatError if the bytes are no model, without a graph or its operators' version, of a version that
 * is too old, with tensors in other files or of fewer elements than their shape says, or with outputs that no
 * node gives or that are no tensors.
 */
export function parseModel(where: string, bytes: Uint8Array): ParsedModel {
  const model = readProto(where, bytes);
  const { graph } = model;
  if (!graph || graph.node.length === 0) {
    throw new FormatError(
      `${where}: expected an ONNX model with a graph, got ${bytes.length} bytes without; is the file cut short?`,
    );
  }
  assertOpset(where, model);
  assertInlined(where, model);
  for (const tensor of graph.initializer) assertElements(where, tensor);
  assertOutputs(where, graph);
  return { model, graph };
}

function assertOpset(where: string, { opsetImport }: onnx.ModelProto): void {
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  if (opset !== undefined && opset.version >= OLDEST_OPSET) return;
  const got = opset === undefined ? 'none' : `${opset.version}`;
  throw new FormatError(
    `${where}: expected a model of version ${OLDEST_OPSET} or later of the standard operators, got ${got}; convert it with onnx.version_converter`,
  );
}

function assertElements(where: string, tensor: onnx.TensorProto): void {
  const what = `tensor ${quoteName(tensor.name)}`;
  const shape = tensor.dims.map(Number);
  const bytes = ELEMENT_BYTES.get(tensor.dataType);
  if (tensor.rawData.length === 0 || bytes === undefined) return;
  const stored = tensor.rawData.length / bytes;
  if (stored === sizeOf(shape) && shape.every((length) => length >= 0)) return;
  throw new FormatError(
    `${where}: expected ${sizeOf(shape)} elements in ${what} of shape ${formatShape(shape)}, got ${stored}; is the file damaged?`,
  );
}

/** Every output is given by the graph itself: a value of a branch or loop inside of it does not reach it. */
function assertOutputs(where: string, { node, input, initializer, output }: onnx.GraphProto): void {
  const given = new Set([
    ...node.flatMap((one) => one.output),
    ...input.map(({ name }) => name),
    ...initializer.map(({ name }) => name),
  ]);
  if (output.length === 0) {
    throw new FormatError(`${where}: expected a graph with outputs, got none; export it again`);
  }
  for (const { name, type } of output) {
    if (!given.has(name)) {
      throw new FormatError(
        `${where}: expected a node of the graph to give output ${quoteName(name)}, got none; an output of a branch or loop has to be one of its node too`,
      );
    }
    const kind = type?.value.case;
    if (kind !== undefined && kind !== 'tensorType') {
      throw new FormatError(
        `${where}: expected output ${quoteName(name)} to be a tensor, got a ${kind.replace('Type', '')}; export it without (in skl2onnx: zipmap=False)`,
      );
    }
  }
}
