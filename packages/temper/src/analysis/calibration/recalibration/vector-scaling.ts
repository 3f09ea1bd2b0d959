import { assertWithin } from '../../../base/index.ts';
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
import { type ConvexFunction, minimizeConvex } from './convex-minimizer.ts';
import type { VectorRecalibrator } from './recalibrator.ts';
import { fitTemperature } from './temperature-scaling.ts';

/** How strongly vector scaling is held to the identity. */
export interface VectorScalingOptions {
  /**
   * λ ≥ 0 in λ·Σ_k ((w_k − 1)² + b_k²), added to the mean NLL. The default, 1e-6, matters only for
   * classes that the data leave open: without it a class never seen gets a bias of −∞.
   */
  readonly penalty?: number;
}

/**
 * The scale w_k and bias b_k of each class that minimise the mean NLL of softmax(w·z + b): temperature
 * scaling with a temperature of its own, and a prior, for each class. May change the top class.
 *
 * Convex in its 2K numbers; solved from the fitted temperature to rounding, in some tens of passes
 * over the logits. Below the NLL of the identity on the examples of the fit, and not always on others:
 * 2K numbers need many examples per class.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), probabilities in place of logits, or a negative penalty.
 *
 * References: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 4.2.
 * <https://arxiv.org/abs/1706.04599>
 */
export function fitVectorScaling(
  predictions: Predictions,
  { penalty = 1e-6 }: VectorScalingOptions = {},
): AffineFit<VectorRecalibrator> {
  const [count, numClasses] = assertLogits('fitVectorScaling', predictions);
  assertWithin('fitVectorScaling', 'penalty', penalty, { minimum: 0, maximum: Infinity });
  const temperature = fitTemperature(predictions);
  const start = new Float64Array(2 * numClasses);
  start.fill(beginScale(temperature), 0, numClasses);
  const { x, value, iterations, converged } = minimizeConvex(
    start,
    objective(predictions, numClasses, penalty),
    {
      precondition: blocks(predictions, start, penalty),
      tolerance: TOLERANCE,
      maxIterations: MAX_ITERATIONS,
    },
  );
  return {
    recalibrator: {
      method: 'vector',
      version: 1,
      numClasses,
      fittedOn: count,
      scales: Array.from(x.subarray(0, numClasses)),
      biases: centred(x.subarray(numClasses)),
    },
    nllBefore: temperature.nllBefore,
    nllAfter: value - penalty * distance(x, numClasses),
    unseenClasses: unseenClasses(predictions.labels, numClasses),
    iterations,
    converged,
  };
}

/** Σ_k (w_k − 1)² + b_k². */
function distance(x: Float64Array, numClasses: number): number {
  return x.reduce((sum, value, i) => sum + (i < numClasses ? value - 1 : value) ** 2, 0);
}

/** Mean NLL and penalty as a function of (w, b) `[2K]`. */
function objective(
  { logits: { data }, labels }: Predictions,
  numClasses: number,
  penalty: number,
): ConvexFunction {
  const count = labels.length;
  const row = new Float64Array(numClasses);
  return (x, gradient) => {
    gradient.fill(0);
    let nll = 0;
    for (let n = 0; n < count; n++) {
      const start = n * numClasses;
      for (let k = 0; k < numClasses; k++) row[k] = x[k]! * data[start + k]! + x[numClasses + k]!;
      nll += softmaxResidual(row, labels[n]!);
      for (let k = 0; k < numClasses; k++) {
        gradient[k]! += row[k]! * data[start + k]!;
        gradient[numClasses + k]! += row[k]!;
      }
    }
    for (let i = 0; i < x.length; i++) {
      const target = i < numClasses ? 1 : 0;
      gradient[i] = gradient[i]! / count + 2 * penalty * (x[i]! - target);
    }
    return nll / count + penalty * distance(x, numClasses);
  };
}

/**
 * Multiplies by the inverse of the Hessian's 2×2 blocks, one a class, at `x`: with many classes the
 * rest of it is small.
 */
function blocks(
  { logits: { data }, labels }: Predictions,
  x: Float64Array,
  penalty: number,
): (vector: Float64Array) => void {
  const numClasses = x.length / 2;
  const count = labels.length;
  const row = new Float64Array(numClasses);
  const moments = Array.from({ length: 3 }, () => new Float64Array(numClasses));
  const [ones, sums, squares] = moments as [Float64Array, Float64Array, Float64Array];
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    const label = labels[n]!;
    for (let k = 0; k < numClasses; k++) row[k] = x[k]! * data[start + k]! + x[numClasses + k]!;
    softmaxResidual(row, label);
    for (let k = 0; k < numClasses; k++) {
      const z = data[start + k]!;
      // p(1 − p) from p, or from p − 1 at the label.
      const variance = Math.abs(row[k]!) * (1 - Math.abs(row[k]!));
      ones[k]! += variance;
      sums[k]! += variance * z;
      squares[k]! += variance * z * z;
    }
  }
  return (vector) => {
    for (let k = 0; k < numClasses; k++) {
      // A little more on the diagonal keeps a block that is singular, or 0, positive.
      const scale = (1 + 1e-6) * (squares[k]! / count) + 2 * penalty + 1e-12;
      const bias = (1 + 1e-6) * (ones[k]! / count) + 2 * penalty + 1e-12;
      const both = sums[k]! / count;
      const determinant = scale * bias - both * both;
      const [v, w] = [vector[k]!, vector[numClasses + k]!];
      vector[k] = (bias * v - both * w) / determinant;
      vector[numClasses + k] = (scale * w - both * v) / determinant;
    }
  };
}
