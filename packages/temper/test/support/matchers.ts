import { expect } from 'vitest';

/** How near is near enough: |got − expected| ≤ atol + rtol·|expected|. */
export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
}

/**
 * Compares arrays number by number and reports the worst place. Defaults are for float64 (1e-10);
 * give `{ rtol: 1e-5, atol: 1e-6 }` for float32.
 */
export function expectAllClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol = 1e-10, atol = 1e-12 }: Tolerance = {},
): void {
  expect(got.length).toBe(expected.length);
  let worst = -1;
  let worstExcess = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [got[i]!, expected[i]!];
    if (Object.is(a, b) || a === b) continue;
    const excess = Math.abs(a - b) / (atol + rtol * Math.abs(b));
    if (!(excess <= 1) && !(excess <= worstExcess)) {
      worst = i;
      worstExcess = excess;
    }
  }
  if (worst >= 0) {
    expect.fail(
      `index ${worst}: got ${got[worst]}, expected ${expected[worst]} (${worstExcess.toPrecision(3)} times the tolerance rtol ${rtol}, atol ${atol})`,
    );
  }
}
