import {
  bootstrapInterval,
  type BootstrapInterval,
  type BootstrapOptions,
} from '../statistics/index.ts';
import type { TopLabelConfidences } from './predictions.ts';
import {
  binPredictions,
  type BinningOptions,
  diagramOf,
  reliabilityDiagram,
  type ReliabilityDiagram,
} from './reliability-diagram.ts';

/** Share of the predictions and |accuracy − mean confidence| of every bin that has predictions. */
function gapsOf({ bins, count }: ReliabilityDiagram): { weight: number; gap: number }[] {
  return bins.flatMap((bin) =>
    bin.accuracy === null || bin.meanConfidence === null
      ? []
      : [{ weight: bin.count / count, gap: Math.abs(bin.accuracy - bin.meanConfidence) }],
  );
}

/**
 * Expected calibration error Σ_b w_b·gap_b (l1): the mean distance between confidence and accuracy
 * over bins, each weighted by its share of the predictions. A fraction in [0, 1]; it depends on the
 * diagram's convention and number of bins, so report it with them.
 *
 * References: Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning,
 * AAAI 2015; Guo et al., On Calibration of Modern Neural Networks, ICML 2017, eq. 3.
 */
export function expectedCalibrationError(diagram: ReliabilityDiagram): number {
  return gapsOf(diagram).reduce((sum, { weight, gap }) => sum + weight * gap, 0);
}

/** Root mean square calibration error √(Σ_b w_b·gap_b²) (l2), at least the expected one. */
export function rootMeanSquareCalibrationError(diagram: ReliabilityDiagram): number {
  return Math.sqrt(gapsOf(diagram).reduce((sum, { weight, gap }) => sum + weight * gap ** 2, 0));
}

/** Maximum calibration error: the largest gap of a bin that has predictions, however few. */
export function maximumCalibrationError(diagram: ReliabilityDiagram): number {
  return gapsOf(diagram).reduce((largest, { gap }) => Math.max(largest, gap), 0);
}

/**
 * Mean gap of the bins that have predictions, each bin weighted alike, however few it holds. One of
 * three things that are called "average" or "adaptive calibration error" (ACE) elsewhere: netcal's. The
 * others are `equalMassCalibrationError` and `classConditionalEqualMassError`.
 *
 * References: Neumann et al., Relaxed Softmax, NeurIPS 2018 Workshop on Machine Learning for Intelligent
 * Transportation Systems.
 */
export function unweightedCalibrationError(diagram: ReliabilityDiagram): number {
  const gaps = gapsOf(diagram);
  return gaps.reduce((sum, { gap }) => sum + gap, 0) / Math.max(gaps.length, 1);
}

/**
 * Debiased root mean square calibration error √max(0, Σ_b w_b·(gap_b² − a_b(1 − a_b)/(n_b − 1))) with
 * the accuracy a_b of n_b predictions: from every squared gap it takes what chance adds to it on
 * average. Bins of fewer than two predictions contribute 0. A model that is nearly calibrated often
 * gets exactly 0.
 * @param diagram - By Kumar et al. of equal-mass bins, `{ binning: 'kumar' }`.
 *
 * References: Kumar, Liang and Ma, Verified Uncertainty Calibration, NeurIPS 2019, definition 5.1.
 * <https://arxiv.org/abs/1909.10155>
 */
export function debiasedCalibrationError({ bins, count: total }: ReliabilityDiagram): number {
  const square = bins.reduce((sum, { count, accuracy, meanConfidence }) => {
    if (accuracy === null || meanConfidence === null || count < 2) return sum;
    const chance = (accuracy * (1 - accuracy)) / (count - 1);
    return sum + (count / total) * ((accuracy - meanConfidence) ** 2 - chance);
  }, 0);
  return Math.sqrt(Math.max(square, 0));
}

/**
 * Expected calibration error over bins of equal mass, the convention `kumar`: another of the three
 * things called "adaptive calibration error"; see `unweightedCalibrationError`.
 * @param numBins - At most this many bins, as ties stay together. Default 15.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or a number of bins below 1.
 *
 * References: Nguyen and O'Connor, Posterior Calibration and Exploratory Analysis for Natural Language
 * Processing Models, EMNLP 2015.
 */
export function equalMassCalibrationError(
  predictions: TopLabelConfidences,
  numBins?: number,
): number {
  const options = { binning: 'kumar', ...(numBins !== undefined && { numBins }) } as const;
  return expectedCalibrationError(reliabilityDiagram(predictions, options));
}

/** How a calibration error's interval is drawn. */
export interface CalibrationErrorIntervalOptions extends BinningOptions, BootstrapOptions {
  /** Which error. Default `expectedCalibrationError`. */
  readonly error?: (diagram: ReliabilityDiagram) => number;
}

/**
 * Percentile bootstrap interval of a calibration error over the examples. Bins are made once and
 * held; only their members are drawn again.
 *
 * Resampling adds noise to every bin, and noise only ever adds to an absolute gap: for a model that
 * is nearly calibrated the interval lies high, even above the error itself.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or an option out of range.
 */
export function calibrationErrorInterval(
  predictions: TopLabelConfidences,
  options: CalibrationErrorIntervalOptions = {},
): BootstrapInterval {
  const { error = expectedCalibrationError } = options;
  const binning = binPredictions('calibrationErrorInterval', predictions, options);
  return bootstrapInterval(
    predictions.confidences.length,
    (indices) => error(diagramOf(binning, predictions, indices)),
    options,
  );
}
