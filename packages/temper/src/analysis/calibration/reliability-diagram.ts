import { ShapeError, ValueRangeError } from '../../base/index.ts';
import type { Binning, BinningConvention, BinningRule } from './binning.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { temperBinning } from './temper-binning.ts';

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

/** Accuracy against confidence, bin by bin, and the convention that made the bins. */
export interface ReliabilityDiagram {
  readonly convention: BinningConvention;
  readonly numBins: number;
  readonly bins: readonly ReliabilityBin[];
  /** Number of predictions. */
  readonly count: number;
}

/** How predictions are put into bins. */
export interface BinningOptions {
  /** The convention. Default `temperBinning`. */
  readonly binning?: BinningRule;
  /** Number of bins. Default: the convention's own, 15 for `temperBinning`. */
  readonly numBins?: number;
}

/**
 * Bins predictions once they are known to be sound.
 * @throws ShapeError if there are none or counts differ; ValueRangeError naming the row of a
 * confidence outside [0, 1] or NaN.
 */
export function binPredictions(
  where: string,
  { confidences, correct }: TopLabelConfidences,
  { binning = temperBinning, numBins }: BinningOptions,
): Binning {
  if (confidences.length === 0 || confidences.length !== correct.length) {
    throw new ShapeError(
      `${where}: expected as many confidences as correctness flags, at least one, got ${confidences.length} and ${correct.length}`,
    );
  }
  const row = confidences.findIndex((confidence) => !(confidence >= 0 && confidence <= 1));
  if (row >= 0) {
    throw new ValueRangeError(
      `${where}: expected confidences in [0, 1], got ${confidences[row]!} at row ${row}`,
    );
  }
  return binning(confidences, numBins);
}

/** Summarises binned predictions, all of them or those at `indices` (an index may repeat). */
export function diagramOf(
  { convention, lower, upper, membership }: Binning,
  { confidences, correct }: TopLabelConfidences,
  indices?: Uint32Array,
): ReliabilityDiagram {
  const numBins = lower.length;
  const counts = new Float64Array(numBins);
  const confidenceSums = new Float64Array(numBins);
  const correctSums = new Float64Array(numBins);
  const total = indices?.length ?? confidences.length;
  for (let i = 0; i < total; i++) {
    const n = indices === undefined ? i : indices[i]!;
    const bin = membership[n]!;
    if (bin < 0) continue;
    counts[bin]! += 1;
    confidenceSums[bin]! += confidences[n]!;
    correctSums[bin]! += correct[n]!;
  }
  const bins = Array.from({ length: numBins }, (_, b): ReliabilityBin => {
    const count = counts[b]!;
    return {
      lower: lower[b]!,
      upper: upper[b]!,
      count,
      meanConfidence: count === 0 ? null : confidenceSums[b]! / count,
      accuracy: count === 0 ? null : correctSums[b]! / count,
    };
  });
  return { convention, numBins, bins, count: total };
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
