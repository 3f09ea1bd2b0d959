import { create, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { GraphError } from '../../base/index.ts';
import { allocate, type DType, type HostTensor, type TensorData } from '../../tensor/index.ts';
import type {
  Emitter,
  LoweringTarget,
  OnnxAttribute,
  OnnxAttributes,
  OnnxValue,
} from '../graph/index.ts';

/** The version of the standard operator set that lowerings are written for. */
const OPSET_VERSION = 21;
const IR_VERSION = 10n;

const ELEMENT_TYPES: Readonly<Record<DType, onnx.TensorProto_DataType>> = {
  float32: onnx.TensorProto_DataType.FLOAT,
  float64: onnx.TensorProto_DataType.DOUBLE,
  int32: onnx.TensorProto_DataType.INT32,
  int64: onnx.TensorProto_DataType.INT64,
  uint8: onnx.TensorProto_DataType.UINT8,
  bool: onnx.TensorProto_DataType.BOOL,
};

/** The dtype of an ONNX element type, undefined for those Temper does not hold. */
export function dtypeOfElement(type: number): DType | undefined {
  const found = Object.entries(ELEMENT_TYPES).find(([, element]) => (element as number) === type);
  return found?.[0] as DType | undefined;
}

/** A named value with its type; a size may be symbolic, given by name. */
export interface OnnxValueType {
  readonly name: OnnxValue;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

/**
 * An ONNX graph being written. Values are names; constants are written once each.
 */
export class OnnxGraphBuilder implements Emitter {
  readonly target: LoweringTarget;
  readonly #prefix: string;
  readonly #nodes: onnx.NodeProto[] = [];
  readonly #initializers: onnx.TensorProto[] = [];
  readonly #constants = new Map<string, { name: OnnxValue; data: TensorData }[]>();
  readonly #shared = new Map<string, readonly OnnxValue[]>();
  #values = 0;

  /** `prefix` keeps the value names of a subgraph apart from those around it. */
  constructor(target: LoweringTarget, prefix = 'v') {
    this.target = target;
    this.#prefix = prefix;
  }

  node(op: string, inputs: readonly OnnxValue[], attributes: OnnxAttributes = {}): OnnxValue {
    return this.nodes(op, inputs, attributes, 1)[0]!;
  }

  nodes(
    op: string,
    inputs: readonly OnnxValue[],
    attributes: OnnxAttributes,
    outputs: number,
  ): readonly OnnxValue[] {
    const key = JSON.stringify([op, inputs, attributes, outputs]);
    const shared = this.#shared.get(key);
    if (shared) return shared;
    const names = Array.from({ length: outputs }, () => this.#name());
    this.place(op, { inputs, outputs: names, attributes });
    this.#shared.set(key, names);
    return names;
  }

  /** Adds a node whose outputs have given names; a subgraph is an attribute of type graph. */
  place(
    op: string,
    {
      inputs,
      outputs,
      attributes = {},
      body,
    }: {
      readonly inputs: readonly OnnxValue[];
      readonly outputs: readonly OnnxValue[];
      readonly attributes?: OnnxAttributes;
      readonly body?: onnx.GraphProto;
    },
  ): void {
    const at = op.indexOf(':');
    const subgraph = body
      ? [
          create(onnx.AttributeProtoSchema, {
            name: 'body',
            type: onnx.AttributeProto_AttributeType.GRAPH,
            g: body,
          }),
        ]
      : [];
    this.#nodes.push(
      create(onnx.NodeProtoSchema, {
        name: `${op.slice(at + 1)}_${this.#prefix}${this.#nodes.length}`,
        opType: op.slice(at + 1),
        domain: at < 0 ? '' : op.slice(0, at),
        input: [...inputs],
        output: [...outputs],
        attribute: [
          ...Object.entries(attributes).map(([name, attribute]) =>
            encodeAttribute(name, attribute),
          ),
          ...subgraph,
        ],
      }),
    );
  }

  int64s(values: readonly number[]): OnnxValue {
    return this.constant({
      dtype: 'int64',
      shape: [values.length],
      data: BigInt64Array.from(values, BigInt),
    });
  }

  scalar(value: number, dtype: DType): OnnxValue {
    const data = allocate(dtype, 1);
    if (data instanceof BigInt64Array) data[0] = BigInt(value);
    else data[0] = value;
    return this.constant({ dtype, shape: [], data });
  }

  /** A constant tensor; equal ones are shared. */
  constant(value: HostTensor): OnnxValue {
    const type = `${value.dtype}[${value.shape.join()}]`;
    const alike = this.#constants.get(type) ?? [];
    this.#constants.set(type, alike);
    const known = alike.find(({ data }) => equalBytes(data, value.data));
    if (known) return known.name;
    const name = this.#name();
    this.initializer(name, value);
    alike.push({ name, data: value.data });
    return name;
  }

  /** A constant tensor under a given name. */
  initializer(name: OnnxValue, { dtype, shape, data }: HostTensor): void {
    this.#initializers.push(
      create(onnx.TensorProtoSchema, {
        name,
        dataType: ELEMENT_TYPES[dtype],
        dims: shape.map(BigInt),
        rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
      }),
    );
  }

  /** The graph with given inputs and outputs. */
  graph(
    name: string,
    {
      inputs,
      outputs,
    }: { readonly inputs: readonly OnnxValueType[]; readonly outputs: readonly OnnxValueType[] },
  ): onnx.GraphProto {
    return create(onnx.GraphProtoSchema, {
      name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: inputs.map(encodeValueType),
      output: outputs.map(encodeValueType),
    });
  }

  #name(): OnnxValue {
    // No input or output of a model is called like this.
    return `%${this.#prefix}${this.#values++}`;
  }
}

function equalBytes(a: TensorData, b: TensorData): boolean {
  const [x, y] = [a, b].map(
    (data) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return x!.every((byte, i) => byte === y![i]);
}

/** A graph as the bytes of an ONNX model file; `metadata` are its text properties. */
export function encodeModelProto(
  graph: onnx.GraphProto,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const domains = new Map([['', OPSET_VERSION]]);
  for (const { domain } of graph.node) if (domain) domains.set(domain, 1);
  const model = create(onnx.ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'temper',
    opsetImport: [...domains].map(([domain, version]) =>
      create(onnx.OperatorSetIdProtoSchema, { domain, version: BigInt(version) }),
    ),
    graph,
    metadataProps: Object.entries(metadata).map(([key, value]) =>
      create(onnx.StringStringEntryProtoSchema, { key, value }),
    ),
  });
  return toBinary(onnx.ModelProtoSchema, model);
}

function encodeValueType({ name, dtype, shape }: OnnxValueType): onnx.ValueInfoProto {
  return create(onnx.ValueInfoProtoSchema, {
    name,
    type: create(onnx.TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(onnx.TypeProto_TensorSchema, {
          elemType: ELEMENT_TYPES[dtype],
          shape: create(onnx.TensorShapeProtoSchema, {
            dim: shape.map((size) =>
              create(onnx.TensorShapeProto_DimensionSchema, {
                value:
                  typeof size === 'number'
                    ? { case: 'dimValue', value: BigInt(size) }
                    : { case: 'dimParam', value: size },
              }),
            ),
          }),
        }),
      },
    }),
  });
}

function encodeAttribute(name: string, attribute: OnnxAttribute): onnx.AttributeProto {
  const type = onnx.AttributeProto_AttributeType;
  switch (attribute.type) {
    case 'int':
      return create(onnx.AttributeProtoSchema, {
        name,
        type: type.INT,
        i: BigInt(attribute.value),
      });
    case 'float':
      return create(onnx.AttributeProtoSchema, { name, type: type.FLOAT, f: attribute.value });
    case 'ints':
      return create(onnx.AttributeProtoSchema, {
        name,
        type: type.INTS,
        ints: attribute.value.map(BigInt),
      });
    case 'floats':
      return create(onnx.AttributeProtoSchema, {
        name,
        type: type.FLOATS,
        floats: [...attribute.value],
      });
    case 'string':
      return create(onnx.AttributeProtoSchema, {
        name,
        type: type.STRING,
        s: new TextEncoder().encode(attribute.value),
      });
    case 'dtype':
      return create(onnx.AttributeProtoSchema, {
        name,
        type: type.INT,
        i: BigInt(ELEMENT_TYPES[attribute.value]),
      });
    default:
      throw new GraphError(`internal: attribute '${name}' has an unknown type`);
  }
}
