import { expNonPositive } from '../../statistics/index.ts';
import { isotonicRegression } from '../isotonic-regression.ts';
import type { Predictions } from '../predictions.ts';
import { assertLogits } from './assert-logits.ts';
import { eachClass } from './class-columns.ts';
import type { IsotonicCurve, IsotonicRecalibrator } from './recalibrator.ts';

/**
 * Isotonic recalibration, one class against the rest: each class's probability goes through the
 * non-decreasing function nearest to its outcomes in squares, and rows are normalised afterwards.
 *
 * As in scikit-learn, equal probabilities are one point, the function is straight between the points of
 * the fit and level outside them, and a row that becomes 0 throughout is given to all classes alike.
 * It may change the top class, and makes ties; with few examples per class it follows noise.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), or probabilities in place of logits.
 *
 * References: Zadrozny and Elkan, Transforming Classifier Scores into Accurate Multiclass Probability
 * Estimates, KDD 2002.
 */
export function fitIsotonic(predictions: Predictions): IsotonicRecalibrator {
  const [fittedOn, numClasses] = assertLogits('fitIsotonic', predictions);
  const curves = eachClass(predictions, curveOf);
  return { method: 'isotonic', version: 1, numClasses, fittedOn, curves };
}

/** The curve of one class, with the knots that shape it and no others. */
function curveOf(logProbabilities: Float64Array, isClass: Uint8Array): IsotonicCurve {
  const probabilities = logProbabilities.map(expNonPositive);
  const { values, counts, hits } = tiedOutcomes(probabilities, isClass);
  const fitted = isotonicRegression(
    hits.map((hit, i) => hit / counts[i]!),
    counts,
  );
  const from: number[] = [];
  const to: number[] = [];
  for (const [i, value] of values.entries()) {
    if (fitted[i] === fitted[i - 1] && fitted[i] === fitted[i + 1]) continue;
    from.push(value);
    to.push(fitted[i]!);
  }
  return { from, to };
}

/** Distinct probabilities in ascending order, how many examples have each, and how many of the class. */
interface TiedOutcomes {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly hits: Float64Array;
}

/**
 * What lies below the least probability of an example of the class has no hit, and the fit is 0 there:
 * its ends are kept, and all between them, with many classes nearly everything, need not be sorted.
 */
function tiedOutcomes(probabilities: Float64Array, isClass: Uint8Array): TiedOutcomes {
  let firstHit = Infinity;
  let least = Infinity;
  for (let n = 0; n < probabilities.length; n++) {
    const p = probabilities[n]!;
    if (p < least) least = p;
    if (isClass[n] === 1 && p < firstHit) firstHit = p;
  }
  let below = -Infinity;
  for (const p of probabilities) if (p < firstHit && p > below) below = p;
  const sorted = probabilities.filter((p) => p >= firstHit || p === below || p === least).sort();
  const values = sorted.filter((p, i) => i === 0 || p !== sorted[i - 1]);
  const counts = new Float64Array(values.length);
  const hits = new Float64Array(values.length);
  for (const p of sorted) counts[placeOf(values, p)]! += 1;
  for (let n = 0; n < probabilities.length; n++) {
    if (isClass[n] === 1) hits[placeOf(values, probabilities[n]!)]! += 1;
  }
  return { values, counts, hits };
}

/** The last of ascending numbers that is not above a value; 0 if all are. */
export function placeOf(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
