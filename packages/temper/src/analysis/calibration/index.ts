export { accuracy, type Accuracy } from './accuracy.ts';
export type { Binning, BinningConvention, BinningRule } from './binning.ts';
export { brierScore } from './brier-score.ts';
export {
  calibrationErrorInterval,
  type CalibrationErrorIntervalOptions,
  expectedCalibrationError,
  maximumCalibrationError,
  rootMeanSquareCalibrationError,
} from './calibration-error.ts';
export { isotonicRegression } from './isotonic-regression.ts';
export { confidencesOf } from './confidences-of.ts';
export { negativeLogLikelihood } from './negative-log-likelihood.ts';
export {
  looksLikeProbabilities,
  type Predictions,
  predictionsSize,
  type TemperatureOptions,
  type TopLabelConfidences,
  type TopLabelPredictions,
} from './predictions.ts';
export {
  type BinningOptions,
  type ReliabilityBin,
  reliabilityDiagram,
  type ReliabilityDiagram,
} from './reliability-diagram.ts';
export {
  type ExampleScores,
  type RowVisitor,
  scoreExamples,
  type ScoreOptions,
} from './score-examples.ts';
export { temperBinning } from './temper-binning.ts';
export { fitTemperature, type TemperatureScaling } from './temperature-scaling.ts';
