import { fromBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { FormatError } from '../../base/index.ts';
import type { DType, HostTensor } from '../../tensor/index.ts';
import type { OnnxValue } from '../graph/index.ts';
import { decodeDType, decodeTensor } from './decode-tensor.ts';

/** A tensor that a model takes or gives. */
export interface DecodedValue {
  readonly name: OnnxValue;
  readonly dtype: DType;
  /** Sizes; a symbolic one by its name, '?' if it has none. Undefined if not even the rank is known. */
  readonly shape: readonly (number | string)[] | undefined;
}

/** A node attribute of a model that may come from anywhere. Integers are rounded to numbers. */
export type DecodedAttribute =
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'ints' | 'floats'; readonly value: readonly number[] }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'tensor'; readonly value: HostTensor }
  | { readonly type: 'graph'; readonly value: DecodedGraph };

/** One node of a model. */
export interface DecodedNode {
  readonly name: string;
  readonly op: string;
  /** '' for the standard operators. */
  readonly domain: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly attributes: Readonly<Record<string, DecodedAttribute>>;
}

/** A graph as it stands in a model. */
export interface DecodedGraph {
  /** What has to be fed: inputs that an initializer fills are left out. */
  readonly inputs: readonly DecodedValue[];
  readonly outputs: readonly DecodedValue[];
  /** In the order of the file, inputs before users. */
  readonly nodes: readonly DecodedNode[];
  readonly initializers: ReadonlyMap<OnnxValue, HostTensor>;
}

/** What an ONNX model holds. */
export interface DecodedModel extends DecodedGraph {
  /** The version of the standard operators it is written for. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the bytes of an ONNX model.
 * @throws FormatError if they are no ONNX model, or one with tensors that Temper does not hold
 *   (16-bit floats, strings, data in other files).
 */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const model = parse(bytes);
  const opset = model.opsetImport.find(({ domain }) => standardDomain(domain) === '');
  if (!model.graph || !opset) {
    throw new FormatError(
      `decodeModel: expected an ONNX model with a graph and a version of its operators, got ${bytes.length} bytes without; is the file cut short?`,
    );
  }
  return {
    ...decodeGraph(model.graph),
    opset: Number(opset.version),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function parse(bytes: Uint8Array): onnx.ModelProto {
  try {
    return fromBinary(onnx.ModelProtoSchema, bytes);
  } catch (error) {
    throw new FormatError(
      `decodeModel: expected an ONNX model, got ${bytes.length} bytes that are none`,
      { cause: error },
    );
  }
}

function decodeGraph(graph: onnx.GraphProto): DecodedGraph {
  const initializers = new Map(
    graph.initializer.map((tensor) => [tensor.name, decodeTensor(tensor)]),
  );
  return {
    inputs: graph.input.filter(({ name }) => !initializers.has(name)).map(decodeValue),
    outputs: graph.output.map(decodeValue),
    nodes: graph.node.map(decodeNode),
    initializers,
  };
}

function decodeNode(node: onnx.NodeProto): DecodedNode {
  const attributes = node.attribute.map(
    (attribute) => [attribute.name, decodeAttribute(node, attribute)] as const,
  );
  return {
    name: node.name,
    op: node.opType,
    domain: standardDomain(node.domain),
    inputs: node.input,
    outputs: node.output,
    attributes: Object.fromEntries(attributes),
  };
}

function decodeValue({ name, type }: onnx.ValueInfoProto): DecodedValue {
  if (type?.value.case !== 'tensorType') {
    throw new FormatError(
      `decodeModel: expected value '${name}' to be a tensor, got ${type?.value.case ?? 'no type'}`,
    );
  }
  const { elemType, shape } = type.value.value;
  return {
    name,
    dtype: decodeDType(`value '${name}'`, elemType),
    shape: shape?.dim.map(({ value }) =>
      value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
    ),
  };
}

function decodeAttribute(node: onnx.NodeProto, attribute: onnx.AttributeProto): DecodedAttribute {
  const types = onnx.AttributeProto_AttributeType;
  const { type, t: tensor, g: graph } = attribute;
  if (type === types.INT) return { type: 'int', value: Number(attribute.i) };
  if (type === types.FLOAT) return { type: 'float', value: attribute.f };
  if (type === types.INTS) return { type: 'ints', value: attribute.ints.map(Number) };
  if (type === types.FLOATS) return { type: 'floats', value: attribute.floats };
  if (type === types.STRING) return { type: 'string', value: decodeText(attribute.s) };
  if (type === types.STRINGS) return { type: 'strings', value: attribute.strings.map(decodeText) };
  if (type === types.TENSOR && tensor) return { type: 'tensor', value: decodeTensor(tensor) };
  if (type === types.GRAPH && graph) return { type: 'graph', value: decodeGraph(graph) };
  throw new FormatError(
    `decodeModel: expected attribute '${attribute.name}' of ${node.opType} '${node.name}' to be numbers, text, a tensor or a graph, got ${types[type]}`,
  );
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A domain with the two names of the standard one made one. */
function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
