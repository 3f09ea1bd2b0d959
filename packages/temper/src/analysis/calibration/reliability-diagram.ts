import { assertTopLabel } from './assert-top-label.ts';
import { type BinSums, RunningBinSums } from './bin-sums.ts';
import {
  type Binning,
  type BinningConvention,
  type BinningRule,
  CONVENTIONS,
} from './binning/index.ts';
import type { TopLabelConfidences } from './predictions.ts';

/** One bar of a reliability diagram. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean of the confidences in the bin, never its midpoint; `null` when the bin is empty. */
  readonly meanConfidence: number | null;
  /** Share of correct predictions in the bin; `null` when the bin is empty. */
  readonly accuracy: number | null;
}

/**
 * Accuracy against confidence, bin by bin, and the convention that made the bins; `describeBins` puts it
 * in words.
 */
export interface ReliabilityDiagram {
  readonly convention: BinningConvention;
  /** Number of bins there are, which may not be what was asked for; see `BinningRule`. */
  readonly numBins: number;
  readonly bins: readonly ReliabilityBin[];
  /** Number of predictions. */
  readonly count: number;
}

/** How predictions are put into bins. */
export interface BinningOptions {
  /** The convention by name, or a rule of your own. Default `temper`. */
  readonly binning?: BinningConvention | BinningRule;
  /** Number of bins. Default: the convention's own, 15 for `temper`. */
  readonly numBins?: number;
}

/**
 * Bins predictions once they are known to be sound.
 * @throws ShapeError if there are none or counts differ; ValueRangeError naming the row of a
 * confidence outside [0, 1] or NaN.
 */
export function binPredictions(
  where: string,
  predictions: TopLabelConfidences,
  { binning = 'temper', numBins }: BinningOptions,
): Binning {
  assertTopLabel(where, predictions);
  const rule = typeof binning === 'string' ? CONVENTIONS[binning].bin : binning;
  return rule(predictions.confidences, numBins);
}

/** Summarises binned predictions, all of them or those at `indices` (an index may repeat). */
export function diagramOf(
  { convention, lower, upper, membership }: Binning,
  { confidences, correct }: TopLabelConfidences,
  indices?: Uint32Array,
): ReliabilityDiagram {
  const sums = new RunningBinSums({ lower, upper });
  const total = indices?.length ?? confidences.length;
  for (let i = 0; i < total; i++) {
    const n = indices === undefined ? i : indices[i]!;
    sums.add(membership[n]!, confidences[n]!, correct[n]!);
  }
  return diagramFromSums(convention, sums.sums());
}

/** The diagram of predictions that are known by their sums in the bins of a convention. */
export function diagramFromSums(
  convention: BinningConvention,
  { lower, upper, counts, confidenceSums, correctSums, total }: BinSums,
): ReliabilityDiagram {
  const bins = Array.from(counts, (count, b): ReliabilityBin => ({
    lower: lower[b]!,
    upper: upper[b]!,
    count,
    meanConfidence: count === 0 ? null : confidenceSums[b]! / count,
    accuracy: count === 0 ? null : correctSums[b]! / count,
  }));
  return { convention, numBins: bins.length, bins, count: total };
}

/**
 * Accuracy and mean confidence of predictions, bin by bin of confidence.
 * @param predictions - Confidences of the predicted class and whether it was right; from logits by
 * `confidencesOf`.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1].
 *
 * References: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 2.
 * <https://arxiv.org/abs/1706.04599>
 */
export function reliabilityDiagram(
  predictions: TopLabelConfidences,
  options: BinningOptions = {},
): ReliabilityDiagram {
  return diagramOf(binPredictions('reliabilityDiagram', predictions, options), predictions);
}
