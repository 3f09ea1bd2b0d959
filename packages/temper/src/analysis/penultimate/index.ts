export { type Activations, selectActivations } from './activations.ts';
export { type ArcSpread, arcSpread } from './arc-spread.ts';
export { type ClassCluster, clusterGeometry, type ClusterGeometry } from './cluster-geometry.ts';
export { clusterTriangle, type ClusterTriangle } from './cluster-triangle.ts';
export type { Head } from './head.ts';
export { logitGap, type LogitGap, logitGapsOf, optimalLogitGap } from './logit-gap.ts';
export { projectExamples, type ProjectedExample, type ProjectionOptions } from './projection.ts';
export { scatterRatio } from './scatter-ratio.ts';
export {
  type RelativeSpread,
  templateDistances,
  type TemplateDistances,
} from './template-distances.ts';
export {
  type ClassTriple,
  type PlanePoint,
  projectOnPlane,
  templatePlane,
  type TemplatePlane,
} from './template-plane.ts';
