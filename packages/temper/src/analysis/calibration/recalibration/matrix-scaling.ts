import { assertWithin, ConfigError } from '../../../base/index.ts';
import type { Predictions } from '../predictions.ts';
import {
  type AffineFit,
  beginScale,
  centred,
  MAX_ITERATIONS,
  softmaxResidual,
  TOLERANCE,
  unseenClasses,
} from './affine-fit.ts';
import { assertLogits } from './assert-logits.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';
import { type ConvexFunction, minimizeConvex } from './convex-minimizer.ts';
import type { MatrixRecalibrator } from './recalibrator.ts';
import { fitTemperature } from './temperature-scaling.ts';

/** How strongly matrix scaling is held to scaling each class by itself ("ODIR"). */
export interface MatrixScalingOptions {
  /**
   * λ ≥ 0 in λ/(K(K−1))·Σ_{i≠j} w_ij², added to the mean NLL. Default 50·K(K−1)²/N: the
   * off-diagonal weights of a row are expected to have a norm of about 0.1.
   */
  readonly offDiagonal?: number;
  /** μ ≥ 0 in μ/K·Σ_j b_j². Default K/(2N): biases of about 1 are expected. */
  readonly bias?: number;
}

/** Beyond, K² weights are more than any calibration set determines, and take minutes. */
const MAX_CLASSES = 256;

/**
 * The matrix W and biases b that minimise the mean NLL of softmax(W z + b), with penalties on the
 * off-diagonal weights and on the biases. May change the top class.
 *
 * Convex in its K(K+1) numbers, solved from the fitted temperature. A number added to all weights of
 * one column, or to all biases, changes no probability: of equal solutions it is the one with the
 * smallest off-diagonal weights and biases, as a vanishing penalty would choose. Both penalties decide
 * what it does on other examples; compare several on a split of their own.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), probabilities in place of logits, or a negative penalty; ConfigError above 256 classes, or
 * for at least as many numbers as examples without an off-diagonal penalty.
 *
 * References: Kull et al., Beyond temperature scaling, NeurIPS 2019, section 3.
 * <https://arxiv.org/abs/1910.12656>
 */
export function fitMatrixScaling(
  predictions: Predictions,
  options: MatrixScalingOptions = {},
): AffineFit<MatrixRecalibrator> {
  const [count, numClasses] = assertLogits('fitMatrixScaling', predictions);
  const numbers = numClasses * (numClasses + 1);
  const pairs = Math.max(numClasses * (numClasses - 1), 1);
  const { offDiagonal = (50 * pairs * (numClasses - 1)) / count, bias = numClasses / (2 * count) } =
    options;
  for (const [name, value] of Object.entries({ offDiagonal, bias })) {
    assertWithin('fitMatrixScaling', name, value, { minimum: 0, maximum: Infinity });
  }
  if (numClasses > MAX_CLASSES) {
    throw new ConfigError(
      `fitMatrixScaling: expected at most ${MAX_CLASSES} classes, got ${numClasses}: ${numbers} numbers to fit on ${count} examples; use vector or temperature scaling`,
    );
  }
  if (offDiagonal === 0 && numbers >= count) {
    throw new ConfigError(
      `fitMatrixScaling: expected more than ${numbers} examples for the ${numbers} numbers of ${numClasses} classes, got ${count}; give offDiagonal above 0, or use vector or temperature scaling`,
    );
  }
  const ridge: Ridge = { weight: offDiagonal / pairs, bias: bias / numClasses };
  const temperature = fitTemperature(predictions);
  const start = new Float64Array(numbers);
  for (let k = 0; k < numClasses; k++) start[k * (numClasses + 1)] = beginScale(temperature);
  const { x, value, iterations, converged } = minimizeConvex(
    start,
    objective(predictions, numClasses, ridge),
    {
      precondition: preconditioner(predictions, start, ridge),
      tolerance: TOLERANCE,
      maxIterations: MAX_ITERATIONS,
    },
  );
  return {
    recalibrator: {
      method: 'matrix',
      version: 1,
      numClasses,
      fittedOn: count,
      weights: smallestOffDiagonal(x, numClasses),
      biases: centred(x.subarray(numClasses * numClasses)),
    },
    nllBefore: temperature.nllBefore,
    nllAfter: value - penaltyAt(x, numClasses, ridge),
    unseenClasses: unseenClasses(predictions.labels, numClasses),
    iterations,
    converged,
  };
}

/** What the square of one off-diagonal weight, and of one bias, costs. */
interface Ridge {
  readonly weight: number;
  readonly bias: number;
}

// The search goes over x [K + 1, K], Wᵀ with the biases below it: row j is what input j, or the
// constant 1, adds to every new logit, and every inner loop runs along a row.

/** The penalty of element i of x per unit of its square: none on the diagonal. */
function ridgeOf(i: number, numClasses: number, { weight, bias }: Ridge): number {
  if (i >= numClasses * numClasses) return bias;
  return i % (numClasses + 1) === 0 ? 0 : weight;
}

function penaltyAt(x: Float64Array, numClasses: number, ridge: Ridge): number {
  return x.reduce((sum, value, i) => sum + ridgeOf(i, numClasses, ridge) * value * value, 0);
}

/** Fills in x's new logits for the row of logits that begins at `start`. */
function applyRow(
  x: Float64Array,
  row: Float64Array,
  data: Float32Array | Float64Array,
  start: number,
): void {
  const numClasses = row.length;
  row.set(x.subarray(numClasses * numClasses));
  for (let j = 0; j < numClasses; j++) {
    const z = data[start + j]!;
    const weights = j * numClasses;
    for (let k = 0; k < numClasses; k++) row[k]! += z * x[weights + k]!;
  }
}

/** Mean NLL and penalty as a function of x. */
function objective(
  { logits: { data }, labels }: Predictions,
  numClasses: number,
  ridge: Ridge,
): ConvexFunction {
  const count = labels.length;
  const row = new Float64Array(numClasses);
  return (x, gradient) => {
    gradient.fill(0);
    let nll = 0;
    for (let n = 0; n < count; n++) {
      const start = n * numClasses;
      applyRow(x, row, data, start);
      nll += softmaxResidual(row, labels[n]!);
      for (let j = 0; j <= numClasses; j++) {
        const z = j < numClasses ? data[start + j]! : 1;
        const weights = j * numClasses;
        for (let k = 0; k < numClasses; k++) gradient[weights + k]! += z * row[k]!;
      }
    }
    for (let i = 0; i < x.length; i++) {
      gradient[i] = gradient[i]! / count + 2 * ridgeOf(i, numClasses, ridge) * x[i]!;
    }
    return nll / count + penaltyAt(x, numClasses, ridge);
  };
}

/**
 * Multiplies by the inverse of mean p_k(1 − p_k) at `x` times the mean of (z, 1)(z, 1)ᵀ, penalties
 * included: what the Hessian's block of class k would be if p did not depend on z.
 */
function preconditioner(
  { logits: { data }, labels }: Predictions,
  x: Float64Array,
  ridge: Ridge,
): (vector: Float64Array) => void {
  const count = labels.length;
  const numClasses = data.length / count;
  const size = numClasses + 1;
  const row = new Float64Array(numClasses);
  const variances = new Float64Array(numClasses);
  const second = new Float64Array(size * size);
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    applyRow(x, row, data, start);
    softmaxResidual(row, labels[n]!);
    for (let i = 0; i < size; i++) {
      const z = i < numClasses ? data[start + i]! / count : 1 / count;
      for (let j = 0; j < Math.min(i + 1, numClasses); j++) {
        second[i * size + j]! += z * data[start + j]!;
      }
    }
    for (let k = 0; k < numClasses; k++) {
      variances[k]! += (Math.abs(row[k]!) * (1 - Math.abs(row[k]!))) / count;
    }
  }
  second[size * size - 1] = 1;
  const mean = variances.reduce((sum, v) => sum + v, 0) / numClasses + 1e-12;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += second[i * size + i]!;
  for (let i = 0; i < size; i++) {
    // Inputs may depend on one another; a little more on the diagonal keeps the matrix definite.
    second[i * size + i]! +=
      (2 * (i < numClasses ? ridge.weight : ridge.bias)) / mean + (1e-9 * trace) / size;
  }
  factorCholesky(second, size);
  // A class that hardly occurs is not moved without measure.
  const floored = variances.map((v) => Math.max(v, 1e-3 * mean));
  return (vector) => {
    solveCholesky(second, size, vector);
    for (let i = 0; i < vector.length; i++) vector[i]! /= floored[i % numClasses]!;
  };
}

/** W out of x, every column moved to where its off-diagonal weights have mean 0. */
function smallestOffDiagonal(x: Float64Array, numClasses: number): number[][] {
  const shifts = Array.from({ length: numClasses }, (_, j) => {
    const column = x.subarray(j * numClasses, (j + 1) * numClasses);
    const sum = column.reduce((total, weight) => total + weight, 0) - column[j]!;
    return numClasses > 1 ? sum / (numClasses - 1) : 0;
  });
  return Array.from({ length: numClasses }, (_, k) =>
    shifts.map((shift, j) => x[j * numClasses + k]! - shift),
  );
}
