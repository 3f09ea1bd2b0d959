import { ShapeError } from '../../../base/index.ts';
import { hostTensor, type HostTensor } from '../../../tensor/index.ts';
import { expNonPositive, type FloatTensor, matrixSize } from '../../statistics/index.ts';
import { applyBeta } from './beta-calibration.ts';
import { logSoftmaxRow } from './class-columns.ts';
import { placeOf } from './isotonic.ts';
import type { IsotonicCurve, ProbabilityBins, Recalibrator } from './recalibrator.ts';

/** What a recalibrator makes of logits `[N, K]`: better ones, or probabilities whose rows sum to 1. */
export type Recalibrated =
  { readonly logits: HostTensor<'float64'> } | { readonly probabilities: HostTensor<'float64'> };

/**
 * Applies a recalibrator to logits: temperature, vector and matrix scaling give new logits, isotonic,
 * histogram and beta calibration give probabilities. The class on top may change under all of them but
 * temperature scaling, and with it the accuracy.
 * @param logits - `[N, K]`, not their softmax.
 * @throws ShapeError if the recalibrator is for another number of classes; ValueRangeError for a
 * logit that is not finite.
 */
export function recalibrate(recalibrator: Recalibrator, logits: FloatTensor): Recalibrated {
  const [count, numClasses] = matrixSize('recalibrate', 'logits', logits);
  if (numClasses !== recalibrator.numClasses) {
    throw new ShapeError(
      `recalibrate: expected logits of the ${recalibrator.numClasses} classes that the recalibrator was fitted on, got ${numClasses}; fit one on predictions of this model`,
    );
  }
  const data = new Float64Array(count * numClasses);
  const rowOf = rowMap(recalibrator);
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    rowOf(data.subarray(start, start + numClasses), logits.data, start);
  }
  const tensor = hostTensor('float64', [count, numClasses], data);
  return givesLogits(recalibrator) ? { logits: tensor } : { probabilities: tensor };
}

function givesLogits({ method }: Recalibrator): boolean {
  return method === 'temperature' || method === 'vector' || method === 'matrix';
}

/** Fills in the new row `[K]` for the row of logits that begins at `start`. */
type RowMap = (row: Float64Array, data: Float32Array | Float64Array, start: number) => void;

function rowMap(recalibrator: Recalibrator): RowMap {
  switch (recalibrator.method) {
    case 'temperature': {
      const { temperature } = recalibrator;
      return (row, data, start) => {
        for (let k = 0; k < row.length; k++) row[k] = data[start + k]! / temperature;
      };
    }
    case 'vector': {
      const { scales, biases } = recalibrator;
      return (row, data, start) => {
        for (let k = 0; k < row.length; k++) row[k] = scales[k]! * data[start + k]! + biases[k]!;
      };
    }
    case 'matrix': {
      const { biases } = recalibrator;
      const weights = recalibrator.weights.map((weightRow) => Float64Array.from(weightRow));
      return (row, data, start) => {
        for (const [k, weightRow] of weights.entries()) {
          let sum = biases[k]!;
          for (let j = 0; j < weightRow.length; j++) sum += weightRow[j]! * data[start + j]!;
          row[k] = sum;
        }
      };
    }
    case 'isotonic': {
      const { curves } = recalibrator;
      return perClass((k, logP) => applyCurve(curves[k]!, expNonPositive(logP)));
    }
    case 'histogram': {
      const { bins } = recalibrator;
      return perClass((k, logP) => applyBins(bins[k]!, expNonPositive(logP)));
    }
    case 'beta': {
      const { curves } = recalibrator;
      return perClass((k, logP) => applyBeta(curves[k]!, logP));
    }
  }
}

/** Each class's probability through its own function, then normalised; all alike if the sum is 0. */
function perClass(probabilityOf: (k: number, logProbability: number) => number): RowMap {
  return (row, data, start) => {
    logSoftmaxRow(row, data, start);
    let sum = 0;
    for (let k = 0; k < row.length; k++) {
      row[k] = probabilityOf(k, row[k]!);
      sum += row[k]!;
    }
    if (sum > 0) for (let k = 0; k < row.length; k++) row[k]! /= sum;
    else row.fill(1 / row.length);
  };
}

function applyCurve({ from, to }: IsotonicCurve, p: number): number {
  const place = placeOf(from, p);
  const [left, right] = [from[place]!, from[place + 1]];
  if (p <= left || right === undefined) return to[place]!;
  return to[place]! + ((p - left) / (right - left)) * (to[place + 1]! - to[place]!);
}

function applyBins({ edges, to }: ProbabilityBins, p: number): number {
  // A bin holds (lower, upper]: its number is how many edges lie below p.
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < p) low = middle + 1;
    else high = middle;
  }
  return to[low]!;
}
