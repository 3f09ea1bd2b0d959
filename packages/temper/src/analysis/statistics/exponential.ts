/** The table holds 2^(−i/64): with |r| ≤ ln 2 / 128 five terms of the series reach double precision. */
const PARTS = 64;
/** e^−746 is 0 in double precision. */
const UNDERFLOW = -746;
const PARTS_PER_UNIT = PARTS / Math.LN2;

/** ln 2 / 64 in two parts, so that their products with a table index are exact, or nearly so. */
const STEP = Math.LN2 / PARTS;
const STEP_HIGH = Math.fround(STEP);
/** ln 2 − Math.LN2, over 64: what the double nearest to ln 2 leaves out. */
const STEP_LOW = STEP - STEP_HIGH + 2.3190468138462996e-17 / PARTS;

const POWERS = Float64Array.from(
  { length: Math.ceil(-UNDERFLOW * PARTS_PER_UNIT) + 2 },
  (_, i) => 2 ** -Math.floor(i / PARTS) * 2 ** (-(i % PARTS) / PARTS),
);

/**
 * e^x for x ≤ 0, in less than half of the time of `Math.exp`, on which softmax over many classes spends
 * most of its time.
 *
 * x = −q·ln 2/64 + r with a whole q: 2^(−q/64) is read from a table and e^r is its Taylor polynomial.
 * @param x - At most 0; −∞ gives 0 and NaN gives NaN.
 * @returns e^x with a relative error below 1e-15; below e^−708, where doubles lose digits, an absolute one.
 */
export function expNonPositive(x: number): number {
  if (x < UNDERFLOW) return 0;
  const q = (0.5 - x * PARTS_PER_UNIT) | 0;
  const r = x + q * STEP_HIGH + q * STEP_LOW;
  return POWERS[q]! * (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))))));
}
