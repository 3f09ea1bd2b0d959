import { expNonPositive } from '../../statistics/index.ts';
import { CONVENTIONS } from '../binning/index.ts';
import type { Predictions } from '../predictions.ts';
import { assertLogits } from './assert-logits.ts';
import { eachClass } from './class-columns.ts';
import type { HistogramRecalibrator, ProbabilityBins } from './recalibrator.ts';

/** The bins of `fitHistogramBinning`. */
export interface HistogramBinningOptions {
  /**
   * `equal-mass`, the default: as many examples in each bin, as far as ties allow (the convention
   * `kumar`). `equal-width`: of the convention `temper`.
   */
  readonly bins?: 'equal-mass' | 'equal-width';
  /** Number of bins asked for. Default 15. */
  readonly numBins?: number;
}

/**
 * Histogram binning, one class against the rest: a probability becomes the share of examples of the
 * class among those in its bin, and rows are normalised afterwards.
 *
 * An empty bin keeps its midpoint; a row that becomes 0 throughout is given to all classes alike. It
 * changes the top class and makes ties, and a class rarer than one example in a bin hardly moves.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), probabilities in place of logits, or `numBins` that is not a whole number of at least 1.
 *
 * References: Zadrozny and Elkan, Obtaining calibrated probability estimates from decision trees and
 * naive Bayesian classifiers, ICML 2001.
 */
export function fitHistogramBinning(
  predictions: Predictions,
  { bins: kind = 'equal-mass', numBins = 15 }: HistogramBinningOptions = {},
): HistogramRecalibrator {
  const [fittedOn, numClasses] = assertLogits('fitHistogramBinning', predictions);
  const { bin } = CONVENTIONS[kind === 'equal-mass' ? 'kumar' : 'temper'];
  const bins = eachClass(predictions, (logProbabilities, isClass): ProbabilityBins => {
    const { lower, upper, membership } = bin(logProbabilities.map(expNonPositive), numBins);
    const counts = new Float64Array(upper.length);
    const hits = new Float64Array(upper.length);
    for (let n = 0; n < membership.length; n++) {
      const b = membership[n]!;
      counts[b]! += 1;
      hits[b]! += isClass[n]!;
    }
    return {
      edges: Array.from(upper.subarray(0, -1)),
      to: Array.from(counts, (size, b) =>
        size > 0 ? hits[b]! / size : (lower[b]! + upper[b]!) / 2,
      ),
    };
  });
  return { method: 'histogram', version: 1, numClasses, fittedOn, bins };
}
