import { create } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import type { OnnxValue } from '../../graph/index.ts';
import type { ClassifierHead } from './find-head.ts';
import { CALIBRATION_PREFIX } from './trace-head.ts';

/** What is done to logits z of K classes: z / T, w∘z + b, or Wz + b. */
export type LogitScaling =
  | { readonly method: 'temperature'; readonly temperature: number }
  | {
      readonly method: 'vector';
      /** w `[K]`. */
      readonly weights: ArrayLike<number>;
      /** b `[K]`. */
      readonly bias: ArrayLike<number>;
    }
  | {
      readonly method: 'matrix';
      /** W `[K, K]`, row by row. */
      readonly weights: ArrayLike<number>;
      /** b `[K]`. */
      readonly bias: ArrayLike<number>;
    };

const ELEMENT_TYPES: Readonly<Record<string, onnx.TensorProto_DataType>> = {
  float64: onnx.TensorProto_DataType.DOUBLE,
  float16: onnx.TensorProto_DataType.FLOAT16,
  bfloat16: onnx.TensorProto_DataType.BFLOAT16,
};

/**
 * The nodes that make a head's logits of the value `raw`. Their numbers are constants, which every version
 * of ONNX has; logits of 16 bits are scaled in float32, or the temperature would be rounded to 16 bits too.
 */
export function scalingNodes(
  scaling: LogitScaling,
  {
    head,
    raw,
    fresh,
  }: {
    readonly head: ClassifierHead;
    readonly raw: OnnxValue;
    readonly fresh: (wanted: string) => string;
  },
): onnx.NodeProto[] {
  const nodes: onnx.NodeProto[] = [];
  const { FLOAT, DOUBLE } = onnx.TensorProto_DataType;
  const stored = ELEMENT_TYPES[head.elementType] ?? FLOAT;
  const computed = stored === DOUBLE ? DOUBLE : FLOAT;
  const place = (
    op: string,
    input: OnnxValue[],
    attribute: onnx.AttributeProto[] = [],
  ): OnnxValue => {
    const name = fresh(`${CALIBRATION_PREFIX}_${op}`);
    const output = fresh(`${name}_output`);
    nodes.push(
      create(onnx.NodeProtoSchema, { name, opType: op, input, output: [output], attribute }),
    );
    return output;
  };
  const constant = (numbers: ArrayLike<number>, shape: readonly number[]): OnnxValue =>
    place('Constant', [], [tensorAttribute(numbers, shape, computed)]);
  const cast = (value: OnnxValue, from: number, to: onnx.TensorProto_DataType): OnnxValue =>
    from === (to as number) ? value : place('Cast', [value], [typeAttribute(to)]);

  const ones = new Array<number>(head.placeAxes).fill(1);
  const logits = cast(raw, stored, computed);
  const shifted = (value: OnnxValue, bias: ArrayLike<number>): OnnxValue =>
    place('Add', [value, constant(bias, [bias.length, ...ones])]);
  const scaled = (): OnnxValue => {
    switch (scaling.method) {
      case 'temperature':
        return place('Div', [logits, constant([scaling.temperature], [])]);
      case 'vector': {
        const weights = constant(scaling.weights, [scaling.weights.length, ...ones]);
        return shifted(place('Mul', [logits, weights]), scaling.bias);
      }
      case 'matrix': {
        const { weights, bias } = scaling;
        const size = bias.length;
        const turned = Array.from(
          weights,
          (_, i) => weights[(i % size) * size + Math.floor(i / size)]!,
        );
        const product =
          head.placeAxes === 0
            ? place('MatMul', [logits, constant(turned, [size, size])])
            : place('Conv', [logits, constant(weights, [size, size, ...ones])]);
        return shifted(product, bias);
      }
    }
  };
  cast(scaled(), computed, stored);
  nodes.at(-1)!.output = [head.logits];
  return nodes;
}

function tensorAttribute(
  numbers: ArrayLike<number>,
  shape: readonly number[],
  dataType: onnx.TensorProto_DataType,
): onnx.AttributeProto {
  const isDouble = dataType === onnx.TensorProto_DataType.DOUBLE;
  const { buffer } = isDouble ? Float64Array.from(numbers) : Float32Array.from(numbers);
  const t = create(onnx.TensorProtoSchema, {
    dataType,
    dims: shape.map(BigInt),
    rawData: new Uint8Array(buffer),
  });
  const type = onnx.AttributeProto_AttributeType.TENSOR;
  return create(onnx.AttributeProtoSchema, { name: 'value', type, t });
}

function typeAttribute(to: onnx.TensorProto_DataType): onnx.AttributeProto {
  const type = onnx.AttributeProto_AttributeType.INT;
  return create(onnx.AttributeProtoSchema, { name: 'to', type, i: BigInt(to) });
}
