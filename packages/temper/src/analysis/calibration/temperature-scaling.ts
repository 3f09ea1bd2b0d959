import { ValueRangeError } from '../../base/index.ts';
import {
  argmaxOfRow,
  looksLikeProbabilities,
  type Predictions,
  predictionsSize,
} from './predictions.ts';

/** The temperature that fits a set of predictions, and how well it does on that same set. */
export interface TemperatureScaling {
  /** T: divide logits by it. Above 1 the model was over-confident, below 1 under-confident. */
  readonly temperature: number;
  /** 1/T. */
  readonly inverseTemperature: number;
  /** Mean NLL at T = 1, nats, on the examples T was fitted on. */
  readonly nllBefore: number;
  /** Mean NLL at the solution, nats, in-sample like `nllBefore`: report T's effect on another split. */
  readonly nllAfter: number;
  /** d NLL / d log(1/T) at the solution; 0 up to rounding unless a bound was hit. */
  readonly derivativeAtSolution: number;
  readonly iterations: number;
  /** Whether the NLL still falls at the end of the range of temperatures searched, and at which. */
  readonly hitBound: 'none' | 'lower' | 'upper';
}

/** Temperatures are searched from e⁻¹⁰ = 4.5e-5 to e¹⁰ = 22026. */
const LOG_BOUND = 10;

/** Mean NLL as a function of u = log(1/T), with its first two derivatives in u. */
interface NllAt {
  readonly nll: number;
  readonly slope: number;
  readonly curvature: number;
}

/** Logits minus their row's largest, and where that was: the same at every temperature. */
interface ShiftedLogits {
  readonly shifted: Float64Array;
  readonly best: Int32Array;
  readonly labels: Int32Array;
  readonly numClasses: number;
}

function shiftLogits(
  { logits, labels }: Predictions,
  size: readonly [number, number],
): ShiftedLogits {
  const [count, numClasses] = size;
  const shifted = new Float64Array(count * numClasses);
  const best = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    best[n] = argmaxOfRow(logits.data, start, numClasses);
    const top = logits.data[start + best[n]!]!;
    for (let k = 0; k < numClasses; k++) shifted[start + k] = logits.data[start + k]! - top;
  }
  return { shifted, best, labels, numClasses };
}

/**
 * With d_k = z_k − z_max, β = eᵘ and E the mean under softmax(βd), an example's NLL is
 * log1p(Σ_{k≠max} exp βd_k) − βd_y, its derivative in β is E[d] − d_y and the second Var[d].
 */
function nllAt(u: number, { shifted, best, labels, numClasses }: ShiftedLogits): NllAt {
  const beta = Math.exp(u);
  const count = labels.length;
  let [nll, first, second] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    let [others, sum, squares] = [0, 0, 0];
    for (let k = 0; k < numClasses; k++) {
      if (k === best[n]) continue;
      const d = shifted[start + k]!;
      const weight = Math.exp(beta * d);
      others += weight;
      sum += weight * d;
      squares += weight * d * d;
    }
    const mean = sum / (1 + others);
    const label = shifted[start + labels[n]!]!;
    nll += Math.log1p(others) - beta * label;
    first += mean - label;
    second += squares / (1 + others) - mean * mean;
  }
  const slope = (beta * first) / count;
  return { nll: nll / count, slope, curvature: (beta * beta * second) / count + slope };
}

/** A point of the search. */
interface SearchPoint {
  readonly u: number;
  readonly at: NllAt;
  readonly iterations: number;
}

/**
 * The zero of the slope between 0 and `bound`, where the slope has opposite signs: Newton steps,
 * replaced by bisection when one would leave the bracket or the curvature is not positive.
 */
function solve(bound: number, start: NllAt, logits: ShiftedLogits): SearchPoint {
  let [low, high] = bound > 0 ? [0, bound] : [bound, 0];
  let point: SearchPoint = { u: 0, at: start, iterations: 0 };
  while (point.at.slope !== 0 && point.iterations < 100) {
    const { u, at } = point;
    const newton = at.curvature > 0 ? u - at.slope / at.curvature : NaN;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    point = { u: next, at: nllAt(next, logits), iterations: point.iterations + 1 };
    if (point.at.slope < 0) low = next;
    else high = next;
    // Near the solution a Newton step squares the error: after one of 1e-12 only rounding is left.
    if (Math.abs(next - u) <= 1e-12) break;
  }
  return point;
}

/**
 * The temperature T > 0 that minimises the mean NLL of softmax(logits / T).
 *
 * The NLL is convex in 1/T, so the minimum is the only zero of its derivative; it is found in
 * u = log(1/T) by safeguarded Newton steps, in double precision and to rounding. There may be none:
 * when every example is classified correctly the NLL falls all the way to T → 0 (`hitBound` is
 * 'lower'), and when logits say nothing about the labels, to T → ∞ ('upper'); T is then the end of
 * the range, [e⁻¹⁰, e¹⁰]. Logits that are the same for all classes fit any T; theirs is 1.
 * Scaling never changes which class is predicted.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label
 * outside [0, K), or probabilities in place of logits.
 *
 * References: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 4.2.
 * <https://arxiv.org/abs/1706.04599>
 */
export function fitTemperature(predictions: Predictions): TemperatureScaling {
  const size = predictionsSize('fitTemperature', predictions);
  if (looksLikeProbabilities(predictions.logits)) {
    throw new ValueRangeError(
      'fitTemperature: expected logits, got probabilities (no entry is negative and every row sums to 1); pass their logarithms, zeros clipped to a small number first',
    );
  }
  const logits = shiftLogits(predictions, size);
  const start = nllAt(0, logits);
  const flat = logits.shifted.every((d) => d === 0);
  const bound = start.slope <= 0 ? LOG_BOUND : -LOG_BOUND;
  const end = nllAt(bound, logits);
  const beyond = !flat && (bound > 0 ? end.slope <= 0 : end.slope >= 0);
  const { u, at, iterations } = beyond
    ? { u: bound, at: end, iterations: 0 }
    : solve(bound, start, logits);
  return {
    temperature: Math.exp(-u),
    inverseTemperature: Math.exp(u),
    nllBefore: start.nll,
    nllAfter: at.nll,
    derivativeAtSolution: at.slope,
    iterations,
    hitBound: beyond ? (bound > 0 ? 'lower' : 'upper') : 'none',
  };
}
