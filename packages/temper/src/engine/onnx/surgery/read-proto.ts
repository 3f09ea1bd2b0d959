import { fromBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';

/**
 * Reads bytes as a model's message, and checks nothing more. Contents of tensors are views into `bytes`.
 * @throws FormatError if they are none.
 */
export function readProto(where: string, bytes: Uint8Array): onnx.ModelProto {
  try {
    return fromBinary(onnx.ModelProtoSchema, bytes);
  } catch (error) {
    throw new FormatError(
      `${where}: expected an ONNX model, got ${bytes.length} bytes that are none; is the file cut short?`,
      { cause: error },
    );
  }
}

/** A graph and those of the branches and loops inside of it. */
export function* graphsOf(graph: onnx.GraphProto): Generator<onnx.GraphProto> {
  yield graph;
  for (const { attribute } of graph.node) {
    for (const { g, graphs } of attribute) {
      if (g) yield* graphsOf(g);
      for (const inner of graphs) yield* graphsOf(inner);
    }
  }
}
