/**
 * Temper: label smoothing, from training to calibration and the penultimate layer.
 *
 * The rooms, top to bottom: base, tensor, formats, engine, learning, analysis, data, studies.
 */
export * from './base/index.ts';
export * from './tensor/index.ts';
export * from './formats/index.ts';
export {
  evaluateReference,
  Graph,
  type GraphNode,
  type Operand,
  ops,
  type SymbolicTensor,
} from './engine/graph/index.ts';
export { makeGraph } from './engine/ops/index.ts';
export * from './engine/autodiff/index.ts';
export * from './engine/onnx/index.ts';
export * from './engine/runtime/index.ts';
export * from './learning/nn/index.ts';
export * from './learning/losses/index.ts';
export * from './learning/models/index.ts';
export * from './learning/optim/index.ts';
export * from './learning/train/index.ts';
export * from './analysis/statistics/index.ts';
export * from './analysis/calibration/index.ts';
export * from './analysis/penultimate/index.ts';
export * from './analysis/fingerprint/index.ts';
export * from './analysis/audit/index.ts';
export * from './data/index.ts';
export * from './studies/index.ts';
