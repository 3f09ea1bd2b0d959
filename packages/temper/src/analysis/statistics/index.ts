export {
  bootstrapInterval,
  type BootstrapInterval,
  bootstrapIntervals,
  type BootstrapOptions,
  everyExample,
  type Statistics,
} from './bootstrap-interval.ts';
export { type ConfidenceInterval, normalInterval, wilsonInterval } from './confidence-interval.ts';
export { expNonPositive } from './exponential.ts';
export { jackknife, type JackknifeEstimate, type JackknifeOptions } from './jackknife.ts';
export { histogram, type Histogram, type HistogramOptions } from './histogram.ts';
export { assertLabelPerRow, type FloatTensor, matrixSize } from './matrix.ts';
export { type Estimate, estimateOf, RunningMoments } from './moments.ts';
export { type PairedDifference, pairedBootstrapDifferences } from './paired-bootstrap.ts';
export { poissonBinomialQuantiles } from './poisson-binomial.ts';
export { quantile } from './quantile.ts';
export { type SampleSummary, summarizeSample } from './sample-summary.ts';
