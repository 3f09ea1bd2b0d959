export {
  escapeMarkup,
  figureVariables,
  standaloneSvg,
  svgMarkup,
  type Scheme,
} from './drawing/index.ts';
export {
  logitGapHistogram,
  type LogitGapData,
  type LogitGapHistogramOptions,
  type LogitGapModel,
} from './logit-gap-histogram.ts';
export type {
  ProjectionClass,
  ProjectionPanel,
  ProjectionPanelsData,
  ProjectionPoint,
} from './projection-data.ts';
export { projectionPanels, type ProjectionPanelsOptions } from './projection-panels.ts';
export type { ReliabilityData, ReliabilityPanel } from './reliability-data.ts';
export { reliabilityDiagram, type ReliabilityDiagramOptions } from './reliability-diagram.ts';
export { riskCoverageCurve, type RiskCoverageCurveOptions } from './risk-coverage-curve.ts';
export type { IdealLine, RiskCoverageData, RiskCoverageLine } from './risk-coverage-data.ts';
export type {
  SmoothingSweepData,
  SweepCurve,
  SweepPanel,
  SweepPoint,
  SweepRow,
} from './smoothing-sweep-data.ts';
export { smoothingSweep, type SmoothingSweepOptions } from './smoothing-sweep.ts';
export { trainingCurves, type TrainingCurvesOptions } from './training-curves.ts';
export type {
  CurvePoint,
  TrainingCurve,
  TrainingCurvePanel,
  TrainingCurvesData,
} from './training-data.ts';
