import { type ConfidenceInterval, expNonPositive, normalInterval } from '../../statistics/index.ts';
import { argmaxOfRow, type Predictions } from '../predictions.ts';
import { assertLogits } from './assert-logits.ts';
import type { TemperatureRecalibrator } from './recalibrator.ts';

/** The temperature that fits a set of predictions, and how well it does on that same set. */
export interface TemperatureScaling {
  /** T: divide logits by it. Above 1 the model was over-confident, below 1 under-confident. */
  readonly temperature: number;
  /** 1/T. */
  readonly inverseTemperature: number;
  /**
   * Range that holds the best T for all examples of this kind: normal in log T, with the robust
   * ("sandwich") standard error, which stays right when no temperature makes the model calibrated.
   * Null where none follows: at a bound, for logits that fit any T, or from a single example.
   */
  readonly interval: ConfidenceInterval | null;
  /** Mean NLL at T = 1, nats, on the examples T was fitted on. */
  readonly nllBefore: number;
  /** Mean NLL at the solution, nats, in-sample like `nllBefore`: report T's effect on another split. */
  readonly nllAfter: number;
  /** d NLL / d log(1/T) at the solution; 0 up to rounding unless a bound was hit. */
  readonly derivativeAtSolution: number;
  /** Newton steps over all examples. */
  readonly iterations: number;
  /** Whether the NLL still falls at the end of the range of temperatures searched, and at which. */
  readonly hitBound: 'none' | 'lower' | 'upper';
}

/** Temperatures are searched from e⁻¹⁰ = 4.5e-5 to e¹⁰ = 22026. */
const LOG_BOUND = 10;
/** About as many rows are searched first, to begin near the solution. */
const SAMPLE = 2000;
/**
 * A step in log(1/T) so short that the series of the NLL gives what is at its end to rounding, and that
 * no pass over all examples is needed to learn it.
 */
const SHORT = 1e-5;

/** Logits, where the largest of each row is, and which rows are meant: every `stride`-th. */
interface Rows {
  readonly logits: Float32Array | Float64Array;
  readonly best: Int32Array;
  readonly labels: Int32Array;
  readonly numClasses: number;
  readonly stride: number;
}

/** Mean NLL as a function of u = log(1/T) at one u, with its derivatives in u. */
interface NllAt {
  readonly u: number;
  readonly nll: number;
  readonly slope: number;
  readonly curvature: number;
  readonly third: number;
  /** Mean over examples of their squared slope. */
  readonly squaredSlope: number;
}

/**
 * With d_k = z_k − z_max, β = eᵘ and E the mean under softmax(βd), an example's NLL is
 * log1p(Σ_{k≠max} exp βd_k) − βd_y; its derivatives in β are E[d] − d_y and the second and third
 * central moment of d.
 */
function nllAt(u: number, { logits, best, labels, numClasses, stride }: Rows): NllAt {
  const beta = Math.exp(u);
  const weights = new Float64Array(numClasses);
  let count = 0;
  let nll = 0;
  let first = 0;
  let squares = 0;
  let second = 0;
  let third = 0;
  for (let n = 0; n < labels.length; n += stride) {
    const start = n * numClasses;
    const top = logits[start + best[n]!]!;
    for (let k = 0; k < numClasses; k++) {
      weights[k] = expNonPositive(beta * (logits[start + k]! - top));
    }
    // The largest, whose weight is 1, is counted below, and adds nothing to the moments.
    weights[best[n]!] = 0;
    let others = 0;
    let m1 = 0;
    let m2 = 0;
    let m3 = 0;
    for (let k = 0; k < numClasses; k++) {
      const d = logits[start + k]! - top;
      const weight = weights[k]!;
      const weighted = weight * d;
      const square = weighted * d;
      others += weight;
      m1 += weighted;
      m2 += square;
      m3 += square * d;
    }
    const total = 1 + others;
    const mean = m1 / total;
    const variance = m2 / total - mean * mean;
    const label = logits[start + labels[n]!]! - top;
    count += 1;
    nll += Math.log1p(others) - beta * label;
    first += mean - label;
    squares += (mean - label) ** 2;
    second += variance;
    third += m3 / total - mean * (3 * variance + mean * mean);
  }
  const slope = (beta * first) / count;
  const curve = (beta * beta * second) / count;
  return {
    u,
    nll: nll / count,
    slope,
    curvature: curve + slope,
    third: (beta ** 3 * third) / count + 3 * curve + slope,
    squaredSlope: (beta * beta * squares) / count,
  };
}

/** What the series of the NLL around a point says about another near it. */
function nearby({ curvature, third, ...at }: NllAt, step: number): NllAt {
  return {
    ...at,
    u: at.u + step,
    nll: at.nll + step * (at.slope + step * (curvature / 2 + (step * third) / 6)),
    slope: at.slope + step * (curvature + (step * third) / 2),
    curvature: curvature + step * third,
    third,
  };
}

/** Halley's step to the zero of the slope, which cubes the error; NaN where the NLL bends down. */
function stepFrom({ slope, curvature, third }: NllAt): number {
  const newton = curvature > 0 ? slope / curvature : NaN;
  const bend = 1 - (newton * third) / (2 * curvature);
  // Far from the solution the third derivative may not be trusted.
  return -newton / Math.min(Math.max(bend, 0.5), 2);
}

/** Where a search ended, and whether the slope keeps its sign up to there. */
interface Solution {
  readonly at: NllAt;
  readonly iterations: number;
  readonly beyond: boolean;
}

/**
 * The zero of the slope: Halley's steps, replaced by bisection when one would leave the bracket. An
 * end of the range is looked at only when a step leads there.
 */
function solve(begin: NllAt, rows: Rows): Solution {
  let [low, high] = [-LOG_BOUND, LOG_BOUND];
  let [lowSeen, highSeen] = [false, false];
  let at = begin;
  for (let iterations = 0; ; iterations++) {
    if (at.slope === 0) {
      // Either the solution, or every probability is 0 or 1 to rounding, and so it is beyond.
      const end = nllAt(LOG_BOUND, rows);
      return end.slope > 0
        ? { at, iterations, beyond: false }
        : { at: end, iterations, beyond: true };
    }
    if (iterations === 100) return { at, iterations, beyond: false };
    if (at.slope < 0) [low, lowSeen] = [at.u, true];
    else [high, highSeen] = [at.u, true];
    const step = stepFrom(at);
    if (Math.abs(step) <= SHORT) return { at: nearby(at, step), iterations, beyond: false };
    let next = at.u + step;
    // Where the slope dies away exponentially steps are short; every other one then halves the bracket.
    const slow = iterations >= 8 && iterations % 2 === 0;
    if (!(next > low && next < high) || slow) {
      const rising = at.slope < 0;
      next = (low + high) / 2;
      if (rising ? !highSeen : !lowSeen) {
        const end = nllAt(rising ? high : low, rows);
        if (rising ? end.slope <= 0 : end.slope >= 0) return { at: end, iterations, beyond: true };
        if (rising) highSeen = true;
        else lowSeen = true;
      }
    }
    if (high - low <= 1e-14) return { at, iterations, beyond: false };
    at = nllAt(next, rows);
  }
}

/**
 * Where to begin: the solution of a part of the rows, spread over all, when there are many; corrected by
 * what the slope of the part at T = 1 is known to lack.
 */
function beginNear(unit: NllAt, rows: Rows): NllAt {
  const stride = Math.floor(rows.labels.length / SAMPLE);
  if (stride < 2) return unit;
  const sample = { ...rows, stride };
  const sampleUnit = nllAt(0, sample);
  const { at, beyond } = solve(sampleUnit, sample);
  if (beyond) return unit;
  const correction = ((sampleUnit.slope - unit.slope) * Math.exp(at.u)) / at.curvature;
  return nllAt(Math.abs(correction) < 0.1 ? at.u + correction : at.u, rows);
}

/**
 * The temperature T > 0 that minimises the mean NLL of softmax(logits / T).
 *
 * The NLL is convex in 1/T, so the minimum is the only zero of its derivative; it is found in
 * u = log(1/T) by safeguarded steps of third order, in double precision and to rounding. There may be
 * none: when every example is classified correctly the NLL falls all the way to T → 0 (`hitBound` is
 * 'lower'), and when logits say nothing about the labels, to T → ∞ ('upper'); T is then the end of
 * the range, [e⁻¹⁰, e¹⁰]. Logits that are the same for all classes fit any T; theirs is 1.
 * Scaling never changes which class is predicted. The NLL never rises on the examples of the fit; a
 * calibration error may, as it is not what is minimised.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K), or probabilities in place of logits.
 *
 * References: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 4.2.
 * <https://arxiv.org/abs/1706.04599>
 * The interval: White, Maximum Likelihood Estimation of Misspecified Models, Econometrica 1982.
 */
export function fitTemperature(predictions: Predictions): TemperatureScaling {
  const [, numClasses] = assertLogits('fitTemperature', predictions);
  const { labels } = predictions;
  const logits = predictions.logits.data;
  const best = labels.map((_, n) => argmaxOfRow(logits, n * numClasses, numClasses));
  const rows: Rows = { logits, best, labels, numClasses, stride: 1 };
  const unit = nllAt(0, rows);
  const flat = isFlat(rows);
  const { at, iterations, beyond } = flat
    ? { at: unit, iterations: 0, beyond: false }
    : solve(beginNear(unit, rows), rows);
  return {
    temperature: Math.exp(-at.u),
    inverseTemperature: Math.exp(at.u),
    interval: flat || beyond || labels.length < 2 ? null : intervalOf(at, labels.length),
    nllBefore: unit.nll,
    nllAfter: at.nll,
    derivativeAtSolution: at.slope,
    iterations,
    hitBound: beyond ? (at.u > 0 ? 'lower' : 'upper') : 'none',
  };
}

/** A fitted temperature as something to save and apply again. */
export function temperatureRecalibrator(
  { temperature }: TemperatureScaling,
  { logits, labels }: Predictions,
): TemperatureRecalibrator {
  const numClasses = logits.shape[1]!;
  return { method: 'temperature', version: 1, numClasses, fittedOn: labels.length, temperature };
}

/** Whether no row has two different logits. */
function isFlat({ logits, best, numClasses }: Rows): boolean {
  return logits.every((z, i) => {
    const row = Math.floor(i / numClasses);
    return z === logits[row * numClasses + best[row]!];
  });
}

/** Normal in u with variance Σ slope_n² / (Σ curvature_n)², then turned into T = e⁻ᵘ. */
function intervalOf(at: NllAt, count: number): ConfidenceInterval {
  const error = Math.sqrt(at.squaredSlope / count) / at.curvature;
  const { level, lower, upper } = normalInterval({ mean: -at.u, standardError: error })!;
  return { method: 'sandwich', level, lower: Math.exp(lower), upper: Math.exp(upper) };
}
