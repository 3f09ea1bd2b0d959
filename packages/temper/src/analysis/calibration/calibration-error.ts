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
