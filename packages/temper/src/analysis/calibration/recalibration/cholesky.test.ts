import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';

describe('factorCholesky and solveCholesky', () => {
  test('the factor of whole numbers, by hand, from the lower triangle alone', () => {
    // L = [2 0 0; 6 1 0; −8 5 3].
    const matrix = Float64Array.of(4, NaN, NaN, 12, 37, NaN, -16, -43, 98);
    factorCholesky(matrix, 3);
    expectAllClose(
      [0, 3, 4, 6, 7, 8].map((i) => matrix[i]!),
      [2, 6, 1, -8, 5, 3],
    );
    // A·(1, 2, 3) and A·(1, 0, −1).
    const sides = Float64Array.of(-20, 20, -43, 55, 192, -114);
    solveCholesky(matrix, 3, sides);
    expectAllClose(sides, [1, 1, 2, 0, 3, -1], { rtol: 1e-12, atol: 1e-11 });
  });

  test('a singular matrix gives finite numbers', () => {
    const matrix = Float64Array.of(1, 1, 1, 1);
    factorCholesky(matrix, 2);
    const side = Float64Array.of(1, 1);
    solveCholesky(matrix, 2, side);
    expect(side[0]! + side[1]!).toBeCloseTo(1, 12);
  });
});
