import type { HostTensor } from '../../tensor/index.ts';
import type { Graph, LoweringTarget, SymbolicTensor } from '../graph/index.ts';
import { GraphError } from '../../base/index.ts';
import { lowerGraph } from './lower-graph.ts';
import { encodeModelProto, OnnxGraphBuilder, type OnnxValueType } from './model-builder.ts';

/** What becomes an ONNX model. */
export interface ModelSpec {
  readonly graph: Graph;
  /** Inputs of the graph, in the order the model lists them; each goes by its own name. */
  readonly inputs: readonly SymbolicTensor[];
  /** Values by the name they get. */
  readonly outputs: Readonly<Record<string, SymbolicTensor>>;
  /** Inputs that are fixed in the file instead of fed, such as trained parameters. */
  readonly fixed?: ReadonlyMap<SymbolicTensor, HostTensor>;
  /** When given, the first size of every input and output is symbolic, by this name. */
  readonly batchDimension?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The name of an input. */
export function inputName(tensor: SymbolicTensor): string {
  if (tensor.node.op !== 'input') {
    throw new GraphError(`expected an input of the graph, got the result of ${tensor.node.op}`);
  }
  return (tensor.node.attributes as { readonly name: string }).name;
}

/**
 * Writes a graph as the bytes of an ONNX model.
 * @throws GraphError if an output is named like an input, or an input is no input of the graph.
 */
export function encodeModel(spec: ModelSpec, target: LoweringTarget): Uint8Array {
  const builder = new OnnxGraphBuilder(target);
  for (const [tensor, value] of spec.fixed ?? []) builder.initializer(inputName(tensor), value);
  const outputs = Object.entries(spec.outputs);
  const taken = spec.inputs.map(inputName).find((name) => Object.hasOwn(spec.outputs, name));
  if (taken !== undefined) {
    throw new GraphError(
      `encodeModel: expected another name than an input's for output '${taken}'`,
    );
  }
  const values = lowerGraph(builder, spec.graph, { outputs: outputs.map(([, tensor]) => tensor) });
  outputs.forEach(([name], i) => {
    builder.place('Identity', { inputs: [values[i]!], outputs: [name] });
  });
  const typed = (name: string, { dtype, shape }: SymbolicTensor): OnnxValueType => ({
    name,
    dtype,
    shape: spec.batchDimension === undefined ? shape : [spec.batchDimension, ...shape.slice(1)],
  });
  return encodeModelProto(
    builder.graph('temper', {
      inputs: spec.inputs.map((tensor) => typed(inputName(tensor), tensor)),
      outputs: outputs.map(([name, tensor]) => typed(name, tensor)),
    }),
    spec.metadata,
  );
}
