import { create, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import type { OnnxValue } from '../../graph/index.ts';
import type { ClassifierHead } from './find-head.ts';
import { nameMaker } from './graph-view.ts';
import { parseModel } from './parse-model.ts';

/** The outputs that `exposeHead` adds. */
export const EXPOSED = { logits: 'temper_logits', penultimate: 'temper_penultimate' } as const;

/**
 * A model with two more outputs, of rows: `EXPOSED.logits` `[N, K]` and, if the head is known,
 * `EXPOSED.penultimate` `[N, D]`: float64 where the model computes in that, else float32. An input of 16-bit
 * floats is replaced by one of float32 with another name. All else stays.
 * @param head - What `findHead` says of the same bytes.
 * @throws FormatError if the bytes are no model that can be read.
 */
export function exposeHead(
  bytes: Uint8Array,
  head: ClassifierHead,
  where = 'exposeHead',
): Uint8Array {
  const { model, graph } = parseModel(where, bytes);
  const fresh = nameMaker(graph);
  const { DOUBLE, FLOAT } = onnx.TensorProto_DataType;
  const elementType = head.elementType === 'float64' ? DOUBLE : FLOAT;
  const place = (op: string, input: OnnxValue, output = fresh('temper_value')): OnnxValue => {
    graph.node.push(
      create(onnx.NodeProtoSchema, {
        name: fresh(`temper_${op}`),
        opType: op,
        input: [input],
        output: [output],
        attribute: op === 'Cast' ? [intAttribute('to', elementType)] : [],
      }),
    );
    return output;
  };
  const expose = (value: OnnxValue, output: OnnxValue): void => {
    // Of any rank, the first axis counts the examples.
    place('Cast', place('Flatten', value), output);
    graph.output.push(rowsOf(output, elementType));
  };
  expose(head.logits, EXPOSED.logits);
  if (head.penultimate !== null) {
    const isMap = head.kind === 'convolution';
    // A mean of products with the same weights is a product with the mean.
    const features = isMap ? place('GlobalAveragePool', head.penultimate) : head.penultimate;
    expose(features, EXPOSED.penultimate);
  }
  widenInputs(graph, fresh);
  return toBinary(onnx.ModelProtoSchema, model);
}

/** Inputs of 16-bit floats, which JavaScript has no arrays for, become float32, cast in the model. */
function widenInputs(graph: onnx.GraphProto, fresh: (wanted: string) => string): void {
  const { FLOAT, FLOAT16, BFLOAT16 } = onnx.TensorProto_DataType;
  const filled = new Set(graph.initializer.map(({ name }) => name));
  for (const input of graph.input) {
    if (input.type?.value.case !== 'tensorType' || filled.has(input.name)) continue;
    const type = input.type.value.value;
    if (type.elemType !== (FLOAT16 as number) && type.elemType !== (BFLOAT16 as number)) continue;
    const cast = create(onnx.NodeProtoSchema, {
      name: fresh('temper_Cast'),
      opType: 'Cast',
      input: [fresh('temper_input')],
      output: [input.name],
      attribute: [intAttribute('to', type.elemType)],
    });
    graph.node.unshift(cast);
    input.name = cast.input[0]!;
    type.elemType = FLOAT;
  }
}

function intAttribute(name: string, value: number): onnx.AttributeProto {
  const type = onnx.AttributeProto_AttributeType.INT;
  return create(onnx.AttributeProtoSchema, { name, type, i: BigInt(value) });
}

/** An output of two axes whose sizes are not said. */
function rowsOf(name: OnnxValue, elemType: number): onnx.ValueInfoProto {
  const dimension = create(onnx.TensorShapeProto_DimensionSchema, {});
  const shape = create(onnx.TensorShapeProtoSchema, { dim: [dimension, dimension] });
  const value = create(onnx.TypeProto_TensorSchema, { elemType, shape });
  return create(onnx.ValueInfoProtoSchema, {
    name,
    type: create(onnx.TypeProtoSchema, { value: { case: 'tensorType', value } }),
  });
}
