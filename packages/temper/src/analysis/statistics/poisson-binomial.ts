import { assertWithin } from '../../base/index.ts';

/** Probabilities below this are left out at either end of the distribution. */
const NEGLIGIBLE = 1e-20;

/**
 * Quantiles of the number of successes in independent trials, each with a probability of its own: for
 * every fraction the smallest k with P(successes ≤ k) ≥ fraction. Exact to rounding, by adding one
 * trial at a time to the distribution; time grows with trials × standard deviation.
 * @param probabilities - One per trial, each in [0, 1].
 * @param fractions - Each in (0, 1).
 * @throws ValueRangeError for a probability or fraction out of range.
 */
export function poissonBinomialQuantiles(
  probabilities: ArrayLike<number>,
  fractions: readonly number[],
): number[] {
  const mass = new Float64Array(probabilities.length + 1);
  mass[0] = 1;
  // Successes that are not negligibly unlikely so far.
  let [low, high] = [0, 0];
  for (let trial = 0; trial < probabilities.length; trial++) {
    const p = probabilities[trial]!;
    const where = 'poissonBinomialQuantiles';
    if (!(p >= 0 && p <= 1)) assertWithin(where, 'probabilities', p, { minimum: 0, maximum: 1 });
    for (let k = high + 1; k > low; k--) mass[k] = mass[k]! * (1 - p) + mass[k - 1]! * p;
    mass[low]! *= 1 - p;
    high += 1;
    while (mass[high]! < NEGLIGIBLE) mass[high--] = 0;
    while (mass[low]! < NEGLIGIBLE) mass[low++] = 0;
  }
  return fractions.map((fraction) => {
    const open = { minimum: 0, maximum: 1, openMinimum: true, openMaximum: true };
    assertWithin('poissonBinomialQuantiles', 'fractions', fraction, open);
    let k = low;
    for (let sum = mass[k]!; sum < fraction && k < high;) sum += mass[++k]!;
    return k;
  });
}
