import { ShapeError, ValueRangeError } from '../../base/index.ts';

/**
 * The non-decreasing sequence nearest to given values in weighted squares:
 * argmin Σ_i w_i·(v_i − m_i)² over m_1 ≤ … ≤ m_N, by pooling adjacent violators in O(N).
 *
 * The minimum is unique, and the same for every proper score of a mean (Brier or log score, say)
 * when the values are outcomes. Values that are to be tied, such as outcomes at equal confidences,
 * are pooled by the caller into one value of their joint weight.
 * @param values - Finite numbers `[N]`, in the order of whatever they are to rise with.
 * @param weights - Their weights `[N]`, above 0; all 1 unless given.
 * @returns Fitted values `[N]`: every run of equal ones is the weighted mean of its members.
 * @throws ShapeError if lengths differ; ValueRangeError naming the row of a value or weight that is
 * not so.
 *
 * References: Ayer et al., An Empirical Distribution Function for Sampling with Incomplete
 * Information, Annals of Mathematical Statistics 1955.
 */
export function isotonicRegression(
  values: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Float64Array {
  const count = values.length;
  if (weights !== undefined && weights.length !== count) {
    throw new ShapeError(
      `isotonicRegression: expected a weight for each of ${count} values, got ${weights.length}`,
    );
  }
  // Blocks found so far: weighted sum, weight, mean, and one past the last member.
  const sums = new Float64Array(count);
  const totals = new Float64Array(count);
  const means = new Float64Array(count);
  const ends = new Int32Array(count);
  let blocks = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const weight = weights === undefined ? 1 : weights[i]!;
    assertObservation(value, weight, i);
    let sum = value * weight;
    let total = weight;
    let mean = value;
    while (blocks > 0 && means[blocks - 1]! > mean) {
      blocks -= 1;
      sum += sums[blocks]!;
      total += totals[blocks]!;
      mean = sum / total;
    }
    sums[blocks] = sum;
    totals[blocks] = total;
    means[blocks] = mean;
    ends[blocks] = i + 1;
    blocks += 1;
  }
  const fitted = new Float64Array(count);
  let start = 0;
  for (let block = 0; block < blocks; block++) {
    fitted.fill(means[block]!, start, ends[block]);
    start = ends[block]!;
  }
  return fitted;
}

function assertObservation(value: number, weight: number, row: number): void {
  if (!Number.isFinite(value)) {
    throw new ValueRangeError(
      `isotonicRegression: expected finite values, got ${value} at row ${row}`,
    );
  }
  if (!(weight > 0) || !Number.isFinite(weight)) {
    throw new ValueRangeError(
      `isotonicRegression: expected finite weights above 0, got ${weight} at row ${row}`,
    );
  }
}
