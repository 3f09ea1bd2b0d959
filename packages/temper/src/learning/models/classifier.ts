import { type Graph, type SymbolicTensor } from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { ForwardContext, type ModelBuffer, type Parameter, type RandomMask } from '../nn/index.ts';

/** What every classifier computes: the logits, and the activations they are a linear function of. */
export interface ClassifierOutputs {
  /** `[N, K]`. */
  readonly logits: SymbolicTensor;
  /** Activations before the last layer, `[N, D]`. */
  readonly penultimate: SymbolicTensor;
}

/**
 * A classifier: images to logits through penultimate activations. Its last layer is the triple that
 * Temper studies: logits = penultimate · templatesᵀ + bias.
 */
export interface Classifier {
  readonly name: string;
  /** Shape of one example, without the batch. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  /** Names of the parameters that hold the templates `[K, D]` (a row per class) and their bias `[K]`. */
  readonly templates: { readonly weight: string; readonly bias: string };
  /** Builds the forward pass on images `[N, …inputShape]`. */
  forward(context: ForwardContext, images: SymbolicTensor): ClassifierOutputs;
}

/** A classifier written into a graph for one batch size. */
export interface TracedClassifier extends ClassifierOutputs {
  readonly graph: Graph;
  /** The input named `images`, `[N, …inputShape]`, float32. */
  readonly images: SymbolicTensor;
  readonly parameters: readonly Parameter[];
  /** What evaluation reads beside the parameters, and training updates without a gradient. */
  readonly buffers: readonly ModelBuffer[];
  readonly masks: readonly RandomMask[];
}

/** Writes a classifier's forward pass into a new graph. */
export function traceClassifier(
  model: Classifier,
  { batchSize, training }: { readonly batchSize: number; readonly training: boolean },
): TracedClassifier {
  const graph = makeGraph();
  const context = new ForwardContext(graph, { training });
  const images = graph.input('images', 'float32', [batchSize, ...model.inputShape]);
  const outputs = model.forward(context, images);
  const { parameters, buffers, masks } = context;
  return { ...outputs, graph, images, parameters, buffers, masks };
}
