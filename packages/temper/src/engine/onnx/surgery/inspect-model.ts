import type * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { elementTypeName } from './element-types.ts';
import { parseModel } from './parse-model.ts';
import { quoteName } from './quote-name.ts';

/** A tensor that a model takes or gives, of a type that Temper need not hold. */
export interface ModelValue {
  readonly name: string;
  /** By its NumPy name, where NumPy has it. */
  readonly elementType: string;
  /** Sizes, undefined where the model leaves them open; undefined if it leaves open how many. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** What a model says of itself. */
export interface ModelInterface {
  /** What has to be fed: inputs that an initializer fills are left out. */
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * What a model that may come from anywhere takes, gives and says; no tensor is decoded.
 * @throws FormatError if the bytes are no model that can be read, or an input is no tensor.
 */
export function inspectModel(bytes: Uint8Array, where = 'inspectModel'): ModelInterface {
  const { model, graph } = parseModel(where, bytes);
  const filled = new Set(graph.initializer.map(({ name }) => name));
  return {
    inputs: graph.input
      .filter(({ name }) => !filled.has(name))
      .map((value) => describeValue(where, value)),
    outputs: graph.output.map((value) => describeValue(where, value)),
    metadata: new Map(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function describeValue(where: string, { name, type }: onnx.ValueInfoProto): ModelValue {
  if (type?.value.case !== 'tensorType') {
    throw new FormatError(
      `${where}: expected ${quoteName(name)} to be a tensor, got ${type?.value.case ?? 'no type'}`,
    );
  }
  const { elemType, shape } = type.value.value;
  return {
    name,
    elementType: elementTypeName(elemType),
    shape: shape?.dim.map(({ value }) =>
      value.case === 'dimValue' ? Number(value.value) : undefined,
    ),
  };
}
