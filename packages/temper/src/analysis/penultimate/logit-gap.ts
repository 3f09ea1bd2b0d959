import { assertInteger, assertSmoothing, ShapeError } from '../../base/index.ts';
import { type Predictions, predictionsSize } from '../calibration/index.ts';
import { RunningMoments } from '../statistics/index.ts';

/** How far the correct class's logit lies above the others. */
export interface LogitGap {
  /** Mean over examples of z_y − mean of the others; the mean over pairs is the same number. */
  readonly mean: number;
  /** Spread of z_y − mean of the others over examples. */
  readonly standardDeviation: number;
  /** Spread of z_y − z_k over all examples and all k ≠ y: at least `standardDeviation`. */
  readonly pairStandardDeviation: number;
  /** The gap that minimises the smoothed loss; `null` for hard labels, whose gap grows without end. */
  readonly optimum: number | null;
  readonly count: number;
}

/**
 * The constant gap between the correct logit and every other that minimises cross-entropy with
 * targets (1−α)·y + α/K: log(K(1−α)/α + 1), in nats.
 * @param numClasses - K, at least 2.
 * @param alpha - Smoothing weight α in [0, 1).
 * @returns The gap, or `null` when α is 0 and no finite gap is best.
 * @throws ValueRangeError if an argument is out of range.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export function optimalLogitGap(numClasses: number, alpha: number): number | null {
  assertInteger('optimalLogitGap', 'numClasses', numClasses, 2);
  assertSmoothing('optimalLogitGap', 'alpha', alpha);
  return alpha === 0 ? null : Math.log1p((numClasses * (1 - alpha)) / alpha);
}

/** Number of examples and classes; a gap needs two classes. */
function gapSize(where: string, predictions: Predictions): [number, number] {
  const size = predictionsSize(where, predictions);
  if (size[1] < 2) throw new ShapeError(`${where}: expected logits of at least 2 classes, got 1`);
  return size;
}

/**
 * The gap of every example, z_y minus the mean of the other logits.
 * @returns Gaps in nats `[N]`.
 * @throws ShapeError if counts differ or there is a single class; ValueRangeError for a logit that
 * is not finite or a label outside [0, K).
 */
export function logitGapsOf(predictions: Predictions): Float64Array {
  const [count, numClasses] = gapSize('logitGapsOf', predictions);
  const { data } = predictions.logits;
  return Float64Array.from({ length: count }, (_, n) => {
    const own = data[n * numClasses + predictions.labels[n]!]!;
    let sum = 0;
    // The own class adds a difference of 0.
    for (let k = 0; k < numClasses; k++) sum += own - data[n * numClasses + k]!;
    return sum / (numClasses - 1);
  });
}

/**
 * Mean and spread of the gap between the correct logit and the others, beside the gap that the
 * smoothed loss asks for. Label smoothing with α > 0 pulls the mean to the optimum and shrinks both
 * spreads; with hard labels the gap keeps growing and its spread stays wide. Spreads divide by the
 * number of values.
 * @param options.alpha - Smoothing weight the model was trained with (α/K on every class), [0, 1).
 * @throws ShapeError if counts differ or there is a single class; ValueRangeError for a logit that
 * is not finite, a label outside [0, K) or an alpha out of range.
 */
export function logitGap(predictions: Predictions, options: { readonly alpha: number }): LogitGap {
  const [count, numClasses] = gapSize('logitGap', predictions);
  const optimum = optimalLogitGap(numClasses, options.alpha);
  const { data } = predictions.logits;
  const gaps = new RunningMoments();
  for (const gap of logitGapsOf(predictions)) gaps.add(gap);
  const pairs = new RunningMoments();
  for (let n = 0; n < count; n++) {
    const label = predictions.labels[n]!;
    const own = data[n * numClasses + label]!;
    for (let k = 0; k < numClasses; k++) {
      if (k !== label) pairs.add(own - data[n * numClasses + k]!);
    }
  }
  return {
    mean: gaps.mean,
    standardDeviation: gaps.standardDeviation,
    pairStandardDeviation: pairs.standardDeviation,
    optimum,
    count,
  };
}
