export { accuracy, type Accuracy } from './accuracy.ts';
export { BinnedAccumulator, type FixedBinningOptions } from './binned-accumulator.ts';
export {
  type Binning,
  type BinningConvention,
  type BinningRule,
  type Convention,
  CONVENTIONS,
  describeBins,
  type FixedBins,
  temperBinning,
} from './binning/index.ts';
export type { BinSums } from './bin-sums.ts';
export { brierScore } from './brier-score.ts';
export {
  calibrationErrorInterval,
  type CalibrationErrorIntervalOptions,
  debiasedCalibrationError,
  equalMassCalibrationError,
  expectedCalibrationError,
  maximumCalibrationError,
  rootMeanSquareCalibrationError,
  unweightedCalibrationError,
} from './calibration-error.ts';
export { calibrationRefinement, type CalibrationRefinement } from './calibration-refinement.ts';
export {
  calibrationTest,
  type CalibrationTest,
  type CalibrationTestOptions,
} from './calibration-test.ts';
export { ClasswiseAccumulator, type ClasswiseCalibrationError } from './classwise-accumulator.ts';
export {
  classConditionalEqualMassError,
  classwiseCalibrationError,
  type ClasswiseOptions,
} from './classwise-calibration-error.ts';
export {
  consistencyBand,
  type ConsistencyBand,
  type ConsistencyBandOptions,
  type ConsistencyInterval,
} from './consistency-band.ts';
export {
  type CorpBlock,
  corpDecomposition,
  type CorpDecomposition,
  corpReliability,
  type CorpReliability,
} from './corp.ts';
export { type EventScore, logScore, quadraticScore } from './event-scores.ts';
export { isotonicRegression } from './isotonic-regression.ts';
export { confidencesOf } from './confidences-of.ts';
export type { LabelledProbabilities } from './labelled-probabilities.ts';
export { logProbabilities, type LogProbabilities } from './log-probabilities.ts';
export { negativeLogLikelihood } from './negative-log-likelihood.ts';
export { positiveClassConfidences } from './positive-class-confidences.ts';
export {
  looksLikeProbabilities,
  type Predictions,
  predictionsSize,
  type TemperatureOptions,
  type TopLabelConfidences,
  type TopLabelPredictions,
} from './predictions.ts';
export * from './recalibration/index.ts';
export {
  type BinningOptions,
  diagramFromSums,
  type ReliabilityBin,
  reliabilityDiagram,
  type ReliabilityDiagram,
} from './reliability-diagram.ts';
export { resampledDiagram } from './resampled-diagram.ts';
export {
  type ExampleScores,
  type RowVisitor,
  scoreExamples,
  type ScoreOptions,
} from './score-examples.ts';
export {
  type AreaRule,
  aurcInterval,
  type AurcIntervalOptions,
  bestLogitNorm,
  type LogitNorm,
  type LogitNormOptions,
  logitNormScores,
  type Losses,
  resampledAurc,
  type RiskAreas,
  type RiskCoverageCurve,
  type SelectiveRisk,
  selectiveRisk,
  softmaxScores,
  type SoftmaxScores,
  thinCurve,
  zeroOneLosses,
} from './selective/index.ts';
export {
  smoothCalibrationError,
  type SmoothCalibrationError,
  type SmoothCalibrationErrorOptions,
  smoothCalibrationErrorStatistic,
} from './smooth-calibration-error.ts';
