export type { AffineFit } from './affine-fit.ts';
export { type BetaCalibrationOptions, fitBetaCalibration } from './beta-calibration.ts';
export { fitHistogramBinning, type HistogramBinningOptions } from './histogram-binning.ts';
export { fitIsotonic } from './isotonic.ts';
export { fitMatrixScaling, type MatrixScalingOptions } from './matrix-scaling.ts';
export { recalibrate, type Recalibrated } from './recalibrate.ts';
export type {
  BetaCurve,
  BetaRecalibrator,
  HistogramRecalibrator,
  IsotonicCurve,
  IsotonicRecalibrator,
  MatrixRecalibrator,
  ProbabilityBins,
  RecalibrationMethod,
  Recalibrator,
  TemperatureRecalibrator,
  VectorRecalibrator,
} from './recalibrator.ts';
export { encodeRecalibrator, parseRecalibrator } from './recalibrator-json.ts';
export {
  fitTemperature,
  temperatureRecalibrator,
  type TemperatureScaling,
} from './temperature-scaling.ts';
export { fitVectorScaling, type VectorScalingOptions } from './vector-scaling.ts';
