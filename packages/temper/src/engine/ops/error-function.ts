/** Where the continued fraction takes over: above it the series loses digits to e^(−x²). */
const TAIL = 2;
/** Levels of the continued fraction; the rest is below 1e-17 from `TAIL` on. */
const LEVELS = 60;

/** The error function in float64, to a relative accuracy of 1e-15. */
export function errorFunction(x: number): number {
  return Math.abs(x) < TAIL ? series(x) : Math.sign(x) * (1 - complement(Math.abs(x)));
}

/**
 * 2/√π·e^(−x²)·Σ_n 2ⁿ x^(2n+1) / (2n+1)!!, whose terms all have one sign, so that nothing cancels.
 * References: DLMF 7.6.2. <https://dlmf.nist.gov/7.6.E2>.
 */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/**
 * erfc x = e^(−x²)/√π / (x + ½/(x + 1/(x + 3⁄2/(x + …)))).
 * References: DLMF 7.9.1. <https://dlmf.nist.gov/7.9.E1>.
 */
function complement(x: number): number {
  let fraction = x;
  for (let level = LEVELS; level > 0; level--) fraction = x + level / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
