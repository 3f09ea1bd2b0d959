import { assertWithin } from '../../base/index.ts';
import { poissonBinomialQuantiles } from '../statistics/index.ts';
import type { BinningConvention } from './binning/index.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { binPredictions, type BinningOptions } from './reliability-diagram.ts';

/** Where the accuracy of a bin would lie if the model were calibrated; `null` for an empty bin. */
export interface ConsistencyInterval {
  readonly lower: number;
  readonly upper: number;
}

/** A consistency interval for every bin of a reliability diagram. */
export interface ConsistencyBand {
  readonly method: 'poisson-binomial';
  readonly convention: BinningConvention;
  /** Least coverage of each interval, one bin at a time. */
  readonly level: number;
  /** One per bin, in the order of the diagram's bins. */
  readonly bins: readonly (ConsistencyInterval | null)[];
}

/** Bins and coverage of a band. */
export interface ConsistencyBandOptions extends BinningOptions {
  /** Coverage of each bin's interval, in (0, 1). Default 0.95. */
  readonly level?: number;
}

/**
 * Consistency band of a reliability diagram: for every bin the interval that holds its accuracy with
 * probability `level` at least, were each prediction right with exactly the stated probability. Bars
 * that leave the band speak against calibration; with 15 bins, one in twenty leaves a 95% band anyway.
 *
 * The number of correct predictions of a calibrated model in a bin is Poisson-binomial; the interval
 * lies between its exact quantiles (1 ∓ level)/2, so few predictions make it wide, not wrong.
 * @param options - Bins as for `reliabilityDiagram`.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or an option out of range.
 *
 * References: Bröcker and Smith, Increasing the Reliability of Reliability Diagrams, Weather and
 * Forecasting 2007, who draw the band by resampling.
 */
export function consistencyBand(
  predictions: TopLabelConfidences,
  options: ConsistencyBandOptions = {},
): ConsistencyBand {
  const { level = 0.95 } = options;
  const open = { minimum: 0, maximum: 1, openMinimum: true, openMaximum: true };
  assertWithin('consistencyBand', 'level', level, open);
  const { convention, lower, membership } = binPredictions('consistencyBand', predictions, options);
  const members = Array.from(lower, (): number[] => []);
  membership.forEach((bin, n) => members[bin]?.push(predictions.confidences[n]!));
  const fractions = [(1 - level) / 2, (1 + level) / 2];
  const bins = members.map((confidences) => {
    if (confidences.length === 0) return null;
    const [low, high] = poissonBinomialQuantiles(confidences, fractions);
    return { lower: low! / confidences.length, upper: high! / confidences.length };
  });
  return { method: 'poisson-binomial', convention, level, bins };
}
