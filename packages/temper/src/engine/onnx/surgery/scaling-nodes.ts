import { create } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import type { OnnxValue } from '../../graph/index.ts';
import type { ClassifierHead } from './find-head.ts';
import { CALIBRATION_PREFIX } from './trace-head.ts';

/** What is done to logits z of K classes: z / T, w∘z + b, or Wz + b. Fitted recalibrators are such. */
export type LogitScaling =
  | {
      readonly method: 'temperature';
      /** T, above 0. */
      readonly temperature: number;
    }
  | {
      readonly method: 'vector';
      /** w `[K]`. */
      readonly scales: readonly number[];
      /** b `[K]`. */
      readonly biases: readonly number[];
    }
  | {
      readonly method: 'matrix';
      /** W `[K, K]`: row k makes the logit of class k. */
      readonly weights: readonly (readonly number[])[];
      /** b `[K]`. */
      readonly biases: readonly number[];
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
  const constant = (numbers: readonly number[], shape: readonly number[]): OnnxValue =>
    place('Constant', [], [tensorAttribute(numbers, shape, computed)]);
  const cast = (value: OnnxValue, from: number, to: onnx.TensorProto_DataType): OnnxValue =>
    from === (to as number) ? value : place('Cast', [value], [typeAttribute(to)]);

  const ones = new Array<number>(head.placeAxes).fill(1);
  const logits = cast(raw, stored, computed);
  const shifted = (value: OnnxValue, biases: readonly number[]): OnnxValue =>
    place('Add', [value, constant(biases, [biases.length, ...ones])]);
  const scaled = (): OnnxValue => {
    switch (scaling.method) {
      case 'temperature':
        return place('Div', [logits, constant([scaling.temperature], [])]);
      case 'vector': {
        const scales = constant(scaling.scales, [scaling.scales.length, ...ones]);
        return shifted(place('Mul', [logits, scales]), scaling.biases);
      }
      case 'matrix': {
        const { weights, biases } = scaling;
        const size = biases.length;
        const turned = weights.flatMap((_, j) => weights.map((row) => row[j]!));
        const product =
          head.placeAxes === 0
            ? place('MatMul', [logits, constant(turned, [size, size])])
            : place('Conv', [logits, constant(weights.flat(), [size, size, ...ones])]);
        return shifted(product, biases);
      }
    }
  };
  cast(scaled(), computed, stored);
  nodes.at(-1)!.output = [head.logits];
  return nodes;
}

function tensorAttribute(
  numbers: readonly number[],
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
