export * from './analyse-trial.ts';
export { uniformAlpha } from './uniform-alpha.ts';
export { type Recipe, type RecipeName, RECIPES } from './recipes.ts';
export {
  canonicalJson,
  resolveTrialConfig,
  type TrialConfig,
  type TrialConfigInput,
} from './trial-config.ts';
export { accuracyStudy } from './accuracy.ts';
export type {
  AccuracyAnalysis,
  AccuracyFigure,
  AccuracyGroup,
  NetworkAccuracy,
  PublishedAccuracy,
} from './accuracy.ts';
export type { CalibrationClaim, Regime } from './calibration-claims.ts';
export type {
  Contrast,
  SmoothingContrasts,
  SmoothingLevel,
  TemperatureFigures,
} from './calibration-figures.ts';
export type { PublishedCalibration } from './calibration-networks.ts';
export { calibrationStudy } from './calibration.ts';
export type { CalibrationAnalysis, NetworkCalibration } from './calibration.ts';
export type { FigureDifference, GroupSummary } from './group-summary.ts';
export type { BothGroups, BothSplits, LayerFigures, TripleFigures } from './layer-figures.ts';
export type { LayerClaim } from './penultimate-claims.ts';
export { penultimateStudy } from './penultimate.ts';
export type {
  NetworkLayer,
  PenultimateAnalysis,
  Summaries,
  TripleAnalysis,
} from './penultimate.ts';
export {
  groupOf,
  type MeasuredTrial,
  pairsOf,
  type Study,
  STUDY_ALPHAS,
  STUDY_SCALES,
  type StudyEvidence,
  type StudyGroup,
  type StudyScale,
  type StudyScaleNotes,
  type StudyTrial,
  type TrialPair,
} from './study.ts';
