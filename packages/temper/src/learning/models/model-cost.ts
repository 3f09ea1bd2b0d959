import { type GraphNode, reachable } from '../../engine/graph/index.ts';
import { sizeOf } from '../../tensor/index.ts';
import { type Classifier, traceClassifier } from './classifier.ts';

/** What a model costs. */
export interface ModelCost {
  /** Trained numbers; running statistics are not among them. */
  readonly parameters: number;
  /** Multiply-accumulates of convolutions and dense layers, for the logits of one example. */
  readonly multiplyAccumulates: number;
}

/** Counts a model's parameters and the multiply-accumulates of its forward pass. */
export function modelCost(model: Classifier): ModelCost {
  const { logits, parameters } = traceClassifier(model, { batchSize: 1, training: false });
  return {
    parameters: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    multiplyAccumulates: reachable([logits]).reduce((sum, node) => sum + productsOf(node), 0),
  };
}

/**
 * Each output of both layers sums one product per weight of its row or filter. Fixed filters only choose
 * or add up pixels, and are not counted.
 */
function productsOf({ op, inputs, outputs }: GraphNode): number {
  if ((op !== 'conv2d' && op !== 'dense') || inputs[1]!.node.op === 'constant') return 0;
  return sizeOf(outputs[0]!.shape) * sizeOf(inputs[1]!.shape.slice(1));
}
