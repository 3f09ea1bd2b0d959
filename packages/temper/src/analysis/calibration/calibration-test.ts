import { assertInteger, Rng } from '../../base/index.ts';
import { estimateOf, quantile } from '../statistics/index.ts';
import { RunningBinSums } from './bin-sums.ts';
import { expectedCalibrationError } from './calibration-error.ts';
import type { TopLabelConfidences } from './predictions.ts';
import {
  binPredictions,
  type BinningOptions,
  diagramFromSums,
  type ReliabilityDiagram,
} from './reliability-diagram.ts';

/** What is tested, and how often labels are drawn. */
export interface CalibrationTestOptions extends BinningOptions {
  /** The error whose size is tested. Default `expectedCalibrationError`. */
  readonly error?: (diagram: ReliabilityDiagram) => number;
  /** Number of draws R; the p-value is a multiple of 1/(R + 1). Default 499. */
  readonly samples?: number;
  /** Same seed, same p-value. Default 0. */
  readonly seed?: number;
}

/** Whether a calibration error is larger than chance alone would make it. */
export interface CalibrationTest {
  readonly method: 'consistency-resampling';
  /** The error of the predictions. */
  readonly statistic: number;
  /** Probability of an error at least as large, were the model calibrated. */
  readonly pValue: number;
  /** The error of a calibrated model with the same confidences: its mean and its middle 95%. */
  readonly calibrated: { readonly mean: number; readonly lower: number; readonly upper: number };
  readonly samples: number;
  readonly seed: number;
}

/**
 * Tests whether every confidence is the probability of being right. Outcomes are drawn anew from the
 * stated confidences, and the p-value is (1 + draws whose error is at least that of the predictions) /
 * (1 + draws): under the null hypothesis it is at most u with probability u or less, for any number of
 * examples and any bins.
 *
 * A calibrated model has an error above 0 too, since the accuracy of a bin is known only roughly;
 * `calibrated` tells how large. A model that errs in one direction inside every bin, and in the other
 * beside it, is not found out by a binned error.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or an option out of range.
 *
 * References: Bröcker and Smith, Increasing the Reliability of Reliability Diagrams, Weather and
 * Forecasting 2007; Vaicenavicius et al., Evaluating model calibration in classification, AISTATS
 * 2019, section 5.
 */
export function calibrationTest(
  predictions: TopLabelConfidences,
  options: CalibrationTestOptions = {},
): CalibrationTest {
  const { error = expectedCalibrationError, samples = 499, seed = 0 } = options;
  assertInteger('calibrationTest', 'samples', samples, 1);
  const binning = binPredictions('calibrationTest', predictions, options);
  const { convention, membership } = binning;
  const { confidences, correct } = predictions;
  const count = confidences.length;
  const running = new RunningBinSums(binning);
  for (let n = 0; n < count; n++) running.add(membership[n]!, confidences[n]!, correct[n]!);
  const sums = running.sums();
  const statistic = error(diagramFromSums(convention, sums));

  const rng = Rng.fromSeed(seed);
  const words = new Uint32Array(count);
  const correctSums = new Float64Array(sums.counts.length);
  const errors = new Float64Array(samples);
  let atLeast = 0;
  for (let sample = 0; sample < samples; sample++) {
    rng.fillIntegers(words, WORDS);
    correctSums.fill(0);
    for (let n = 0; n < count; n++) {
      const bin = membership[n]!;
      if (bin >= 0 && words[n]! < confidences[n]! * WORDS) correctSums[bin]! += 1;
    }
    const drawn = error(diagramFromSums(convention, { ...sums, correctSums }));
    // Sums of the same terms may differ in their last digit.
    if (drawn >= statistic - 1e-12) atLeast += 1;
    errors[sample] = drawn;
  }
  errors.sort();
  const calibrated = {
    mean: estimateOf(errors).mean,
    lower: quantile(errors, 0.025),
    upper: quantile(errors, 0.975),
  };
  const pValue = (1 + atLeast) / (1 + samples);
  return { method: 'consistency-resampling', statistic, pValue, calibrated, samples, seed };
}

/** How many numbers a random word may be. */
const WORDS = 2 ** 32;
