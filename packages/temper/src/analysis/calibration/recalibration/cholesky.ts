/**
 * Factors a symmetric positive definite matrix A = L·Lᵀ in place: L lies in the lower triangle after.
 * A pivot that rounding makes negative or 0 is replaced by a tiny one, which leaves its direction out.
 * @param matrix - A `[size, size]`, of which the lower triangle is read.
 */
export function factorCholesky(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let m = 0; m < j; m++) sum -= matrix[i * size + m]! * matrix[j * size + m]!;
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j]!;
      else matrix[i * size + i] = Math.sqrt(sum > 0 ? sum : Number.MIN_VALUE ** 0.25);
    }
  }
}

/**
 * Solves L·Lᵀ·X = B in place for several right-hand sides.
 * @param factor - L, as `factorCholesky` leaves it `[size, size]`.
 * @param sides - B `[size, columns]`, overwritten by X.
 */
export function solveCholesky(factor: Float64Array, size: number, sides: Float64Array): void {
  const columns = sides.length / size;
  const subtract = (to: number, from: number, times: number): void => {
    for (let c = 0; c < columns; c++)
      sides[to * columns + c]! -= times * sides[from * columns + c]!;
  };
  const divide = (row: number): void => {
    for (let c = 0; c < columns; c++) sides[row * columns + c]! /= factor[row * size + row]!;
  };
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) subtract(i, j, factor[i * size + j]!);
    divide(i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) subtract(i, j, factor[j * size + i]!);
    divide(i);
  }
}
