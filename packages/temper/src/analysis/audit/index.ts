export type {
  Audit,
  AuditInput,
  AuditOptions,
  CalibrationAudit,
  ConventionErrors,
  DecompositionAudit,
  FitChoice,
  LossParts,
  SelectiveAudit,
  TemperatureAudit,
  WholeAudit,
} from './audit.ts';
export {
  AuditAccumulator,
  type AuditAccumulatorOptions,
  type AuditBlock,
} from './audit-accumulator.ts';
export { auditConfidences } from './audit-confidences.ts';
export {
  type AuditedPredictions,
  auditPredictions,
  type AuditResult,
} from './audit-predictions.ts';
export {
  type AuditComparison,
  compareAudits,
  type ComparedFigure,
  type CompareOptions,
  type FigureComparison,
} from './compare-audits.ts';
export type { ScaledPredictions } from './measure-temperature.ts';
export {
  type FittingRows,
  PredictionSample,
  type PredictionSampleOptions,
} from './prediction-sample.ts';
export {
  type FitAndJudge,
  splitExamples,
  type SplitOptions,
  takeExamples,
} from './split-examples.ts';
export { TemperatureAccumulator } from './temperature-accumulator.ts';
