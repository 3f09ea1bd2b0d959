import { expNonPositive } from '../../statistics/index.ts';
import type { Predictions } from '../predictions.ts';

/** Classes whose columns are made in one pass over the rows. */
const BLOCK = 32;

/** log Σ_k exp(z_k − z_max) of a row of logits, with z_max; the sum's 1 is exact. */
interface RowScale {
  readonly top: number;
  readonly logTotal: number;
}

function scaleOf(data: Float32Array | Float64Array, start: number, numClasses: number): RowScale {
  let best = start;
  for (let k = start + 1; k < start + numClasses; k++) if (data[k]! > data[best]!) best = k;
  const top = data[best]!;
  let others = 0;
  for (let k = start; k < best; k++) others += expNonPositive(data[k]! - top);
  for (let k = best + 1; k < start + numClasses; k++) others += expNonPositive(data[k]! - top);
  return { top, logTotal: Math.log1p(others) };
}

/**
 * Fills in log softmax of the row of logits that begins at `start`: as (z_k − z_max) − log Σ, so that
 * the logarithm of a probability near 1 keeps its digits.
 */
export function logSoftmaxRow(
  row: Float64Array,
  data: Float32Array | Float64Array,
  start: number,
): void {
  const { top, logTotal } = scaleOf(data, start, row.length);
  for (let k = 0; k < row.length; k++) row[k] = data[start + k]! - top - logTotal;
}

/**
 * Log-probabilities of one class after another, in a buffer `[N]` that is used again, with a mask of
 * the rows whose label it is: memory does not grow with N·K.
 */
export function eachClass<Fit>(
  { logits, labels }: Predictions,
  fit: (logProbabilities: Float64Array, isClass: Uint8Array) => Fit,
): Fit[] {
  const count = labels.length;
  const numClasses = logits.shape[1]!;
  const tops = new Float64Array(count);
  const logTotals = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const { top, logTotal } = scaleOf(logits.data, n * numClasses, numClasses);
    tops[n] = top;
    logTotals[n] = logTotal;
  }
  const columns = Array.from(
    { length: Math.min(BLOCK, numClasses) },
    () => new Float64Array(count),
  );
  const isClass = new Uint8Array(count);
  const fits: Fit[] = [];
  for (let first = 0; first < numClasses; first += BLOCK) {
    const width = Math.min(BLOCK, numClasses - first);
    for (let n = 0; n < count; n++) {
      const start = n * numClasses + first;
      for (let k = 0; k < width; k++) {
        columns[k]![n] = logits.data[start + k]! - tops[n]! - logTotals[n]!;
      }
    }
    for (let k = 0; k < width; k++) {
      for (let n = 0; n < count; n++) isClass[n] = labels[n] === first + k ? 1 : 0;
      fits.push(fit(columns[k]!, isClass));
    }
  }
  return fits;
}
