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
  FigureDifference,
  GroupSummary,
  NetworkAccuracy,
  PublishedAccuracy,
} from './accuracy.ts';
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
  type MeasuredTrial,
  pairsOf,
  type Study,
  STUDY_ALPHA,
  STUDY_SCALES,
  type StudyEvidence,
  type StudyGroup,
  type StudyScale,
  type StudyScaleNotes,
  type StudyTrial,
  type TrialPair,
} from './study.ts';
