import { assertPositive } from '../../base/index.ts';
import { expNonPositive } from '../statistics/index.ts';
import {
  argmaxOfRow,
  type Predictions,
  predictionsSize,
  type TemperatureOptions,
  type TopLabelPredictions,
} from './predictions.ts';

/** What a classifier made of every example: the figures that scores and calibration errors sum up. */
export interface ExampleScores extends TopLabelPredictions {
  /** 1 − confidence `[N]`, to full precision where the confidence itself rounds to 1. */
  readonly doubts: Float64Array;
  /** Negative log-likelihood of the label, nats `[N]`. */
  readonly nll: Float64Array;
  /** Brier score summed over classes, 0 to 2 `[N]`. */
  readonly brier: Float64Array;
}

/** Takes the probabilities of one example `[K]`, in a buffer that is used again, and its label. */
export type RowVisitor = (probabilities: Float64Array, label: number) => void;

/** At which temperature examples are scored, and who else wants their probabilities. */
export interface ScoreOptions extends TemperatureOptions {
  /** Called for every row in order, so that figures of all classes need no second pass. */
  readonly eachRow?: RowVisitor;
  /** The rows to score, in this order. Default: all. */
  readonly rows?: Uint32Array;
}

/**
 * Scores every example in one pass over the logits: everything else that is said about calibration
 * follows from these arrays in time that does not depend on the number of classes.
 *
 * With d_k = (z_k − z_max)/T and s = Σ_{k≠max} exp d_k the confidence is 1/(1 + s) and the NLL
 * log1p(s) − d_y: no exponent is positive, confidences that float32 would round to 1 stay apart, and a
 * loss as small as 1e-300 is not rounded to 0. The Brier score is summed from 1 − p_y, which is not taken
 * as a difference where p_y is near 1.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K) or a temperature that is not above 0.
 */
export function scoreExamples(
  predictions: Predictions,
  { temperature = 1, eachRow, rows }: ScoreOptions = {},
): ExampleScores {
  const [size, numClasses] = predictionsSize('scoreExamples', predictions);
  const count = rows?.length ?? size;
  assertPositive('scoreExamples', 'temperature', temperature);
  const { labels, logits } = predictions;
  const scores = {
    confidences: new Float64Array(count),
    doubts: new Float64Array(count),
    predicted: new Int32Array(count),
    correct: new Uint8Array(count),
    nll: new Float64Array(count),
    brier: new Float64Array(count),
  };
  // exp((z_k − z_max)/T) of one row.
  const weights = new Float64Array(numClasses);
  for (let n = 0; n < count; n++) {
    const row = rows?.[n] ?? n;
    const start = row * numClasses;
    const label = labels[row]!;
    const best = argmaxOfRow(logits.data, start, numClasses);
    const top = logits.data[start + best]!;
    let others = 0;
    let squares = 0;
    // Every column but the best, in two stretches: steps without a test for it are faster.
    for (let stretch = 0; stretch < 2; stretch++) {
      const end = stretch === 0 ? best : numClasses;
      for (let k = stretch === 0 ? 0 : best + 1; k < end; k++) {
        const weight = expNonPositive((logits.data[start + k]! - top) / temperature);
        weights[k] = weight;
        others += weight;
        squares += weight * weight;
      }
    }
    weights[best] = 1;
    const total = 1 + others;
    const ofLabel = weights[label]!;
    const missing = (label === best ? others : total - ofLabel) / total;
    // Σ_{k≠y} of the squares; that of the largest is 1.
    const beside = label === best ? squares : 1 + squares - ofLabel * ofLabel;
    const confidence = 1 / total;
    scores.confidences[n] = confidence;
    scores.doubts[n] = others / total;
    scores.predicted[n] = best;
    scores.correct[n] = best === label ? 1 : 0;
    scores.nll[n] = Math.log1p(others) - (logits.data[start + label]! - top) / temperature;
    scores.brier[n] = missing * missing + beside / (total * total);
    if (eachRow === undefined) continue;
    for (let k = 0; k < numClasses; k++) weights[k]! *= confidence;
    eachRow(weights, label);
  }
  return scores;
}
