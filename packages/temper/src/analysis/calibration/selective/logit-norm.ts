import { assertInteger, Rng } from '../../../base/index.ts';
import { hostTensor } from '../../../tensor/index.ts';
import { type FloatTensor, matrixSize } from '../../statistics/index.ts';
import { argmaxOfRow, type Predictions, predictionsSize } from '../predictions.ts';
import { type Losses, rankExamples } from './ranking.ts';
import { riskAreas } from './risk-areas.ts';
import { softmaxScores } from './softmax-scores.ts';

/** The greatest p tried. */
const GREATEST_P = 8;

/** The p-norm that ranks predictions best, and what it was chosen from. */
export interface LogitNorm {
  /** 0 to 8; null where the maximum probability ranked better than all of them. */
  readonly p: number | null;
  /** AURC (trapezoid) of the score chosen, on the rows it was chosen on. */
  readonly aurc: number;
  /** AURC of the maximum probability on the same rows. */
  readonly maxProbabilityAurc: number;
  /** How many rows p was chosen on. */
  readonly rows: number;
}

/** On how many rows p is chosen. */
export interface LogitNormOptions {
  /** At most this many, drawn at random. Default 5000: the choice among ten scores needs no more. */
  readonly rows?: number;
  /** Of the draw. Default 0. */
  readonly seed?: number;
}

/**
 * Greatest logit after centring and division by the p-norm, (z_max − z̄)/‖z − z̄‖_p `[N]`; larger is
 * surer. p = 0 leaves out the division, null gives the log-odds of the maximum probability instead
 * (`softmaxScores`), and a row of equal logits scores 0.
 *
 * With two classes every p above 0 gives all rows the same score.
 * @param logits - `[N, K]`, finite.
 * @param p - Whole, at least 0; see `bestLogitNorm`.
 * @throws ShapeError unless the logits are a matrix; ValueRangeError for one that is not finite, or
 * a p that is not a whole number.
 *
 * References: Cattelan and Silva, How to Fix a Broken Confidence Estimator: Evaluating Post-hoc
 * Methods for Selective Classification with Deep Neural Networks, 2023.
 * <https://arxiv.org/abs/2305.15508>
 */
export function logitNormScores(logits: FloatTensor, p: number | null): Float64Array {
  if (p === null) return softmaxScores(logits).maxProbability;
  assertInteger('logitNormScores', 'p', p);
  const [count, numClasses] = matrixSize('logitNormScores', 'logits', logits);
  const { data } = logits;
  return Float64Array.from({ length: count }, (_, n) => {
    const { mean, top, reach } = centreRow(data, n * numClasses, numClasses);
    if (p === 0 || reach === 0) return top;
    let sum = 0;
    for (let k = 0; k < numClasses; k++) {
      const x = Math.abs(data[n * numClasses + k]! - mean) / reach;
      let power = x;
      for (let i = 1; i < p; i++) power *= x;
      sum += power;
    }
    return top / reach / sum ** (1 / p);
  });
}

/** A row's mean z̄, and z_max − z̄ and max |z − z̄|, which keeps powers of the row in range. */
function centreRow(
  data: FloatTensor['data'],
  start: number,
  numClasses: number,
): { readonly mean: number; readonly top: number; readonly reach: number } {
  let [sum, high, low] = [0, -Infinity, Infinity];
  for (let k = 0; k < numClasses; k++) {
    const value = data[start + k]!;
    sum += value;
    if (value > high) high = value;
    if (value < low) low = value;
  }
  // The mean of equal values is rounded, and may differ from them.
  const mean = high === low ? high : sum / numClasses;
  return { mean, top: high - mean, reach: Math.max(high - mean, mean - low) };
}

/**
 * The p in 0 … 8 whose logit norm score has the least area under the risk-coverage curve, or null
 * where the maximum probability's is less still. Choose on validation data; score other data with
 * `logitNormScores(logits, p)`.
 *
 * All powers of a row are made in one pass by repeated multiplication. With two classes only p = 0
 * is tried.
 * @throws as `selectiveRisk`; ShapeError and ValueRangeError for predictions that cannot be scored.
 *
 * References: Cattelan and Silva, as `logitNormScores`, with its grid and its fall-back.
 */
export function bestLogitNorm(
  predictions: Predictions,
  { rows = 5000, seed = 0 }: LogitNormOptions = {},
): LogitNorm {
  assertInteger('bestLogitNorm', 'rows', rows, 1);
  const [, numClasses] = predictionsSize('bestLogitNorm', predictions);
  const { logits, losses } = drawRows(predictions, rows, seed);
  const aurcOf = (scores: Float64Array): number =>
    riskAreas(rankExamples('bestLogitNorm', scores, losses)).trapezoid;
  const maxProbabilityAurc = aurcOf(softmaxScores(logits).maxProbability);
  let [p, aurc]: [number | null, number] = [null, Infinity];
  for (const [power, scores] of scoresOfEveryP(
    logits,
    numClasses === 2 ? 0 : GREATEST_P,
  ).entries()) {
    const area = aurcOf(scores);
    if (area < aurc) [p, aurc] = [power, area];
  }
  if (maxProbabilityAurc < aurc) [p, aurc] = [null, maxProbabilityAurc];
  return { p, aurc, maxProbabilityAurc, rows: losses.length };
}

/** At most `rows` of the predictions, drawn without replacement. */
function drawRows(
  { logits, labels }: Predictions,
  rows: number,
  seed: number,
): { readonly logits: FloatTensor; readonly losses: Losses } {
  const numClasses = logits.shape[1]!;
  const drawn = Rng.fromSeed(seed).permutation(labels.length).subarray(0, rows);
  const data = new Float64Array(drawn.length * numClasses);
  const losses = new Uint8Array(drawn.length);
  for (const [row, n] of drawn.entries()) {
    const start = n * numClasses;
    data.set(logits.data.subarray(start, start + numClasses), row * numClasses);
    losses[row] = argmaxOfRow(logits.data, start, numClasses) === labels[n] ? 0 : 1;
  }
  return { logits: hostTensor('float64', [drawn.length, numClasses], data), losses };
}

/** What `logitNormScores` gives for each p from 0 to `greatest`. */
function scoresOfEveryP({ data, shape }: FloatTensor, greatest: number): Float64Array[] {
  const [count = 0, numClasses = 0] = shape;
  const scores = Array.from({ length: greatest + 1 }, () => new Float64Array(count));
  const sums = new Float64Array(greatest + 1);
  for (let n = 0; n < count; n++) {
    const { mean, top, reach } = centreRow(data, n * numClasses, numClasses);
    scores[0]![n] = top;
    if (reach === 0) continue;
    sums.fill(0);
    for (let k = 0; k < numClasses; k++) {
      const x = Math.abs(data[n * numClasses + k]! - mean) / reach;
      for (let p = 1, power = x; p <= greatest; p++, power *= x) sums[p]! += power;
    }
    for (let p = 1; p <= greatest; p++) scores[p]![n] = top / reach / sums[p]! ** (1 / p);
  }
  return scores;
}
