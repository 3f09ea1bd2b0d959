export * from './calls/constants.ts';
export * from './calls/elementwise.ts';
export * from './calls/indexing.ts';
export * from './calls/linear.ts';
export * from './calls/reductions.ts';
export * from './calls/rows.ts';
export * from './calls/shapes.ts';
export * from './emitter.ts';
export { evaluateReference } from './evaluate.ts';
export { definitionOf, formatType, Graph } from './graph.ts';
export * from './op-definition.ts';
export * from './op-list.ts';
export { reachable } from './reachable.ts';
export type {
  GraphBuilder,
  GraphNode,
  Operand,
  SymbolicTensor,
  TensorType,
} from './symbolic-tensor.ts';
