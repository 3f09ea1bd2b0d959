import { assertTopLabel } from './assert-top-label.ts';
import { type EventScore, logScore } from './event-scores.ts';
import { isotonicRegression } from './isotonic-regression.ts';
import type { TopLabelConfidences } from './predictions.ts';

/** Confidences that the isotonic fit gives the same accuracy. */
export interface CorpBlock {
  /** Smallest and largest confidence in the block; equal for confidences that stand alone. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  readonly meanConfidence: number;
  /** Share of correct predictions, larger in every block than in the one before. */
  readonly accuracy: number;
}

/** Accuracy as a rising step function of confidence. */
export interface CorpReliability {
  readonly blocks: readonly CorpBlock[];
  /** Number of predictions. */
  readonly count: number;
}

/** A mean score in three parts: score = miscalibration − discrimination + uncertainty. */
export interface CorpDecomposition {
  readonly score: number;
  /** What replacing every confidence by the accuracy of its block would save, at least 0. */
  readonly miscalibration: number;
  /** What those accuracies save over always stating the overall accuracy, at least 0. */
  readonly discrimination: number;
  /** Score of always stating the overall accuracy: it depends on the outcomes alone. */
  readonly uncertainty: number;
}

/**
 * CORP reliability diagram: accuracy fitted to confidence by isotonic regression. The data choose the
 * bins: consistent, optimally binned, reproducible, with no number of bins to set. Equal confidences
 * are pooled first, so that the result does not depend on the order of the predictions.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1].
 *
 * References: Dimitriadis, Gneiting and Jordan, Stable reliability diagrams for probabilistic
 * classifiers, PNAS 2021. <https://doi.org/10.1073/pnas.2016191118>
 */
export function corpReliability(predictions: TopLabelConfidences): CorpReliability {
  assertTopLabel('corpReliability', predictions);
  const { confidences, counts, hits } = distinctConfidences(predictions);
  const fitted = isotonicRegression(
    hits.map((hit, i) => hit / counts[i]!),
    counts,
  );
  const blocks: CorpBlock[] = [];
  for (let start = 0; start < fitted.length;) {
    let [end, count, hit, confidenceSum] = [start, 0, 0, 0];
    for (; fitted[end] === fitted[start]; end++) {
      count += counts[end]!;
      hit += hits[end]!;
      confidenceSum += counts[end]! * confidences[end]!;
    }
    blocks.push({
      lower: confidences[start]!,
      upper: confidences[end - 1]!,
      count,
      meanConfidence: confidenceSum / count,
      accuracy: hit / count,
    });
    start = end;
  }
  return { blocks, count: predictions.confidences.length };
}

/**
 * Decomposes a proper score of the top-label event, "the prediction is right", by what isotonic
 * recalibration of the same predictions saves. With the log score, a prediction that was certain and
 * wrong makes score and miscalibration infinite.
 * @param score - Any proper score. Default `logScore`, in nats.
 * @param reliability - `corpReliability` of the predictions, where it is known already.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1].
 *
 * References: Dimitriadis, Gneiting and Jordan, PNAS 2021, eq. 6.
 */
export function corpDecomposition(
  predictions: TopLabelConfidences,
  score: EventScore = logScore,
  reliability: CorpReliability = corpReliability(predictions),
): CorpDecomposition {
  const { confidences, correct } = predictions;
  const { blocks, count } = reliability;
  let raw = 0;
  let hits = 0;
  for (let n = 0; n < count; n++) {
    raw += score(confidences[n]!, correct[n] === 1);
    hits += correct[n]!;
  }
  raw /= count;
  const recalibrated =
    blocks.reduce((sum, block) => sum + block.count * entropyOf(score, block.accuracy), 0) / count;
  const uncertainty = entropyOf(score, hits / count);
  return {
    score: raw,
    // The fit is optimal for every proper score; rounding may put equal numbers the wrong way round.
    miscalibration: Math.max(raw - recalibrated, 0),
    discrimination: Math.max(uncertainty - recalibrated, 0),
    uncertainty,
  };
}

/** Expected score of stating the true probability; an outcome that cannot happen costs nothing. */
function entropyOf(score: EventScore, probability: number): number {
  const ifSo = probability === 0 ? 0 : probability * score(probability, true);
  const ifNot = probability === 1 ? 0 : (1 - probability) * score(probability, false);
  return ifSo + ifNot;
}

/** Each confidence that occurs, in ascending order, how often it occurs and how often it was right. */
interface DistinctConfidences {
  readonly confidences: Float64Array;
  readonly counts: Float64Array;
  readonly hits: Float64Array;
}

function distinctConfidences({ confidences, correct }: TopLabelConfidences): DistinctConfidences {
  // Sorting numbers is much faster than sorting indices: right and wrong ones apart, then merged.
  const right = confidences.filter((_, n) => correct[n] === 1).sort();
  const wrong = confidences.filter((_, n) => correct[n] !== 1).sort();
  const distinct = new Float64Array(confidences.length);
  const counts = new Float64Array(confidences.length);
  const hits = new Float64Array(confidences.length);
  let [size, r, w] = [0, 0, 0];
  while (r < right.length || w < wrong.length) {
    const value = Math.min(right[r] ?? Infinity, wrong[w] ?? Infinity);
    const [beforeRight, beforeWrong] = [r, w];
    while (right[r] === value) r += 1;
    while (wrong[w] === value) w += 1;
    distinct[size] = value;
    hits[size] = r - beforeRight;
    counts[size] = r - beforeRight + w - beforeWrong;
    size += 1;
  }
  return {
    confidences: distinct.subarray(0, size),
    counts: counts.subarray(0, size),
    hits: hits.subarray(0, size),
  };
}
