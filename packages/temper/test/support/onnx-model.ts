import { create, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';

/** An attribute by its value: a whole number, other numbers, whole numbers, a tensor or a graph. */
export type AttributeValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: onnx.TensorProto }
  | { readonly graph: onnx.GraphProto };

/** A node as a test writes it: operator, inputs, outputs. */
export interface NodeText {
  readonly op: string;
  readonly name?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Element types by their NumPy names. */
export const ELEMENT_TYPES = {
  float32: onnx.TensorProto_DataType.FLOAT,
  float16: onnx.TensorProto_DataType.FLOAT16,
  float64: onnx.TensorProto_DataType.DOUBLE,
  uint8: onnx.TensorProto_DataType.UINT8,
  int64: onnx.TensorProto_DataType.INT64,
} as const;

/** A value of a graph; -1 is a size that is left open. */
export interface ValueText {
  readonly name: string;
  readonly type?: onnx.TensorProto_DataType;
  readonly shape: readonly number[];
}

/** A graph as a test writes it. */
export interface GraphText {
  readonly inputs: readonly ValueText[];
  readonly outputs: readonly ValueText[];
  readonly nodes: readonly NodeText[];
  readonly tensors?: readonly onnx.TensorProto[];
}

/** A float32 tensor. */
export function floats(
  name: string,
  shape: readonly number[],
  numbers: readonly number[],
): onnx.TensorProto {
  return create(onnx.TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: onnx.TensorProto_DataType.FLOAT,
    rawData: new Uint8Array(Float32Array.from(numbers).buffer),
  });
}

/** A tensor whose bytes are in another file. */
export function elsewhere(
  tensor: onnx.TensorProto,
  said: Readonly<Record<string, string>>,
): onnx.TensorProto {
  return {
    ...tensor,
    rawData: new Uint8Array(),
    dataLocation: onnx.TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries(said).map(([key, value]) =>
      create(onnx.StringStringEntryProtoSchema, { key, value }),
    ),
  };
}

/** A graph as a message. */
export function makeGraphProto({
  inputs,
  outputs,
  nodes,
  tensors = [],
}: GraphText): onnx.GraphProto {
  return create(onnx.GraphProtoSchema, {
    name: 'test',
    node: nodes.map(({ op, name = '', inputs: input, outputs: output, attributes = {} }) =>
      create(onnx.NodeProtoSchema, {
        opType: op,
        name,
        input: [...input],
        output: [...output],
        attribute: Object.entries(attributes).map(([key, value]) => makeAttribute(key, value)),
      }),
    ),
    input: inputs.map(makeValue),
    output: outputs.map(makeValue),
    initializer: [...tensors],
  });
}

/** A model file around a graph. */
export function encodeGraph(
  graph: GraphText,
  {
    opset = 17,
    metadata = {},
  }: { readonly opset?: number; readonly metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  return toBinary(
    onnx.ModelProtoSchema,
    create(onnx.ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [create(onnx.OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) })],
      graph: makeGraphProto(graph),
      metadataProps: Object.entries(metadata).map(([key, value]) =>
        create(onnx.StringStringEntryProtoSchema, { key, value }),
      ),
    }),
  );
}

function makeAttribute(name: string, value: AttributeValue): onnx.AttributeProto {
  const types = onnx.AttributeProto_AttributeType;
  const make = (
    type: onnx.AttributeProto_AttributeType,
    fields: Partial<Pick<onnx.AttributeProto, 'i' | 'f' | 'ints' | 'floats' | 't' | 'g'>>,
  ): onnx.AttributeProto => create(onnx.AttributeProtoSchema, { name, type, ...fields });
  if ('int' in value) return make(types.INT, { i: BigInt(value.int) });
  if ('float' in value) return make(types.FLOAT, { f: value.float });
  if ('ints' in value) return make(types.INTS, { ints: value.ints.map(BigInt) });
  if ('floats' in value) return make(types.FLOATS, { floats: [...value.floats] });
  if ('tensor' in value) return make(types.TENSOR, { t: value.tensor });
  return make(types.GRAPH, { g: value.graph });
}

function makeValue({
  name,
  type = onnx.TensorProto_DataType.FLOAT,
  shape,
}: ValueText): onnx.ValueInfoProto {
  const dim = shape.map((size) =>
    create(
      onnx.TensorShapeProto_DimensionSchema,
      size < 0 ? {} : { value: { case: 'dimValue', value: BigInt(size) } },
    ),
  );
  return create(onnx.ValueInfoProtoSchema, {
    name,
    type: create(onnx.TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(onnx.TypeProto_TensorSchema, {
          elemType: type,
          shape: create(onnx.TensorShapeProtoSchema, { dim }),
        }),
      },
    }),
  });
}
