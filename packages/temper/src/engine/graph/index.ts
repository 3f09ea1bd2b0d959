export type {
  BlockedLowering,
  BlockedSite,
  Epilogue,
  LaidOutResult,
  LaidOutValue,
} from './blocked-lowering.ts';
export * from './calls/index.ts';
/** The same calls in a namespace, for whoever imports much besides. */
export * as ops from './calls/index.ts';
export * from './emitter.ts';
export { evaluateReference } from './evaluate.ts';
export { definitionOf, formatType, Graph } from './graph.ts';
export type { LoweringCall } from './lowering-call.ts';
export * from './op-definition.ts';
export * from './op-list.ts';
export { reachable } from './reachable.ts';
export type { GraphNode, Operand, SymbolicTensor, TensorType } from './symbolic-tensor.ts';
