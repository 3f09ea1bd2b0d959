import { assertLabelPerRow, type FloatTensor, matrixSize } from '../statistics/index.ts';

/** What a classifier said about labelled examples. */
export interface Predictions {
  /** Unnormalised scores `[N, K]`, finite. */
  readonly logits: FloatTensor;
  /** True classes `[N]`, each in [0, K). */
  readonly labels: Int32Array;
}

/** How sure a classifier was of the class it predicted, and whether it was right. */
export interface TopLabelConfidences {
  /** Probability of the predicted class `[N]`, in [0, 1]. */
  readonly confidences: Float64Array;
  /** 1 where the prediction was right, 0 where it was not `[N]`. */
  readonly correct: Uint8Array;
}

/** Confidences with the classes they belong to. */
export interface TopLabelPredictions extends TopLabelConfidences {
  /** The class of the largest logit `[N]`; the lowest such class in a tie. */
  readonly predicted: Int32Array;
}

/** The temperature that logits are divided by. */
export interface TemperatureOptions {
  /** Above 0; 1, the default, leaves the logits as they are. */
  readonly temperature?: number;
}

/**
 * The number of examples and classes of predictions that can be scored.
 * @throws ShapeError unless the logits are a matrix with one label per row.
 * @throws ValueRangeError naming the row of a logit that is not finite or a label outside [0, K).
 */
export function predictionsSize(where: string, predictions: Predictions): [number, number] {
  const [count, numClasses] = matrixSize(where, 'logits', predictions.logits);
  assertLabelPerRow(where, predictions.labels, { count, numClasses });
  return [count, numClasses];
}

/** The column of a row's largest element, the first of several; `start` is where the row begins. */
export function argmaxOfRow(
  data: Float32Array | Float64Array,
  start: number,
  columns: number,
): number {
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if (data[start + k]! > data[start + best]!) best = k;
  }
  return best;
}

/**
 * Whether a matrix that should hold logits looks like probabilities: no entry is negative and every
 * row sums to 1 within 1e-4. Logits almost never do.
 */
export function looksLikeProbabilities(logits: FloatTensor): boolean {
  const [count, numClasses] = matrixSize('looksLikeProbabilities', 'logits', logits);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    for (let k = 0; k < numClasses; k++) {
      const value = logits.data[n * numClasses + k]!;
      if (value < 0) return false;
      sum += value;
    }
    if (Math.abs(sum - 1) > 1e-4) return false;
  }
  return true;
}
