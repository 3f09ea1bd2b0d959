import { assertWithin } from '../../../base/index.ts';
import { expNonPositive } from '../../statistics/index.ts';
import type { Predictions } from '../predictions.ts';
import { assertLogits } from './assert-logits.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';
import { eachClass } from './class-columns.ts';
import type { BetaCurve, BetaRecalibrator } from './recalibrator.ts';

/** How strongly beta calibration is held to the identity. */
export interface BetaCalibrationOptions {
  /**
   * λ ≥ 0 in λ·((a − 1)² + (b − 1)² + c²), added to a class's mean log loss. The default, 1e-6, matters
   * only where a class is separated perfectly, or never seen, and the curve would be a step.
   */
  readonly penalty?: number;
}

/** ln(1 − p) is not let below this, the logarithm of the least positive double. */
const LEAST_LOG = -745;

/**
 * Beta calibration, one class against the rest: p becomes sigmoid(a·ln p − b·ln(1 − p) + c), with the
 * a ≥ 0, b ≥ 0 and c of each class that minimise its mean log loss, and rows are normalised
 * afterwards.
 *
 * Contains the identity (1, 1, 0), and with a = b Platt's sigmoid of the log odds. The loss is convex
 * and solved to rounding; the bounds keep the curve from falling. May change the top class. The curves
 * of two classes mirror each other, so that normalising changes nothing.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), probabilities in place of logits, or a negative penalty.
 *
 * References: Kull, Silva Filho and Flach, Beta calibration, AISTATS 2017.
 * <https://proceedings.mlr.press/v54/kull17a.html>
 */
export function fitBetaCalibration(
  predictions: Predictions,
  { penalty = 1e-6 }: BetaCalibrationOptions = {},
): BetaRecalibrator {
  const [fittedOn, numClasses] = assertLogits('fitBetaCalibration', predictions);
  assertWithin('fitBetaCalibration', 'penalty', penalty, { minimum: 0, maximum: Infinity });
  const curves = eachClass(predictions, (logProbabilities, isClass) =>
    curveOf({ rise: logProbabilities, fall: logProbabilities.map(logOdd), isClass, penalty }),
  );
  return { method: 'beta', version: 1, numClasses, fittedOn, curves };
}

/** −ln(1 − p) from ln p, without taking the difference from 1. */
function logOdd(logProbability: number): number {
  return -Math.max(Math.log(-Math.expm1(logProbability)), LEAST_LOG);
}

/** What a beta curve makes of a probability that is given by its logarithm. */
export function applyBeta({ a, b, c }: BetaCurve, logProbability: number): number {
  return 1 / (1 + Math.exp(-(a * logProbability + b * logOdd(logProbability) + c)));
}

/** A logistic regression on ln p and −ln(1 − p). */
interface Regression {
  readonly rise: Float64Array;
  readonly fall: Float64Array;
  readonly isClass: Uint8Array;
  readonly penalty: number;
}

/** a, b and c, and which of them are free. */
type Coefficients = readonly [number, number, number];
type Free = readonly [boolean, boolean, boolean];

/**
 * The constrained minimum is the free one, or, of those with a or b or both held at 0, the best that
 * keeps to the bounds.
 */
function curveOf(regression: Regression): BetaCurve {
  const whole = solve(regression, [true, true, true]);
  let [best, value] = [whole.at, whole.value];
  if (best[0] < 0 || best[1] < 0) {
    value = Infinity;
    for (const free of [
      [false, true, true],
      [true, false, true],
      [false, false, true],
    ] satisfies Free[]) {
      const face = solve(regression, free);
      if (face.at[0] >= 0 && face.at[1] >= 0 && face.value < value) {
        [best, value] = [face.at, face.value];
      }
    }
  }
  const [a, b, c] = best;
  return { a, b, c };
}

interface Solution {
  readonly at: Coefficients;
  readonly value: number;
}

/** Newton's method with steps halved until the loss does not rise; what is not free is held at 0. */
function solve(regression: Regression, free: Free): Solution {
  let at: Coefficients = [free[0] ? 1 : 0, free[1] ? 1 : 0, 0];
  let local = expand(regression, at);
  for (let iteration = 0; iteration < 100; iteration++) {
    const step = newtonStep(local, free);
    const fall = step.reduce((sum, s, i) => sum + s * local.gradient[i]!, 0);
    // Half of it is what the step gains: in nats, less than rounding.
    if (fall < 1e-20) break;
    let scale = 1;
    let [next, beyond] = [at, local];
    for (; scale > 1e-10; scale /= 2) {
      next = [at[0] - scale * step[0]!, at[1] - scale * step[1]!, at[2] - scale * step[2]!];
      beyond = expand(regression, next);
      if (beyond.value <= local.value - 1e-4 * scale * fall + 1e-14 * local.value) break;
    }
    if (scale <= 1e-10) break;
    [at, local] = [next, beyond];
  }
  return { at, value: local.value };
}

/** Loss at a point, its gradient `[3]` and Hessian `[3, 3]`. */
interface Expansion {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function expand({ rise, fall, isClass, penalty }: Regression, [a, b, c]: Coefficients): Expansion {
  const count = rise.length;
  let [value, ga, gb, gc] = [0, 0, 0, 0];
  let [aa, ab, bb, ac, bc, cc] = [0, 0, 0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const [x, y] = [rise[n]!, fall[n]!];
    const score = a * x + b * y + c;
    const hit = isClass[n]!;
    const small = expNonPositive(-Math.abs(score));
    const share = 1 / (1 + small);
    // sigmoid(score) − hit, from whichever side is small.
    const residual =
      score > 0 ? (hit === 1 ? -small * share : share) : hit === 1 ? -share : small * share;
    value += Math.log1p(small) + Math.max(hit === 1 ? -score : score, 0);
    ga += residual * x;
    gb += residual * y;
    gc += residual;
    const weight = small * share * share;
    aa += weight * x * x;
    ab += weight * x * y;
    bb += weight * y * y;
    ac += weight * x;
    bc += weight * y;
    cc += weight;
  }
  const ridge = 2 * penalty;
  return {
    value: value / count + penalty * ((a - 1) ** 2 + (b - 1) ** 2 + c * c),
    gradient: Float64Array.of(
      ga / count + ridge * (a - 1),
      gb / count + ridge * (b - 1),
      gc / count + ridge * c,
    ),
    hessian: Float64Array.of(
      aa / count + ridge,
      ab / count,
      ac / count,
      ab / count,
      bb / count + ridge,
      bc / count,
      ac / count,
      bc / count,
      cc / count + ridge,
    ),
  };
}

/** H⁻¹g among the free coefficients, 0 for the others. */
function newtonStep({ gradient, hessian }: Expansion, free: Free): Float64Array {
  const held = Float64Array.from(hessian, (h, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    if (free[row]! && free[column]!) return row === column ? h * (1 + 1e-12) : h;
    return row === column ? 1 : 0;
  });
  const step = gradient.map((g, i) => (free[i]! ? g : 0));
  factorCholesky(held, 3);
  solveCholesky(held, 3, step);
  return step;
}
