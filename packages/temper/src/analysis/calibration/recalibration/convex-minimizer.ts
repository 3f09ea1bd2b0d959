/** A convex function: returns its value at `x` and fills in its gradient there. */
export type ConvexFunction = (x: Float64Array, gradient: Float64Array) => number;

/** How `minimizeConvex` goes about it. */
export interface MinimizeOptions {
  /** Multiplies a vector by the inverse of an approximate, positive definite Hessian, in place. */
  readonly precondition: (vector: Float64Array) => void;
  /** Stops when the error left, √(gᵀM⁻¹g) in the metric M of `precondition`, is at most this. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Where a search ended. */
export interface ConvexMinimum {
  readonly x: Float64Array;
  readonly value: number;
  /** √(gᵀM⁻¹g): half its square is about how far the value is above the minimum. */
  readonly decrement: number;
  readonly iterations: number;
  /** Whether the decrement is within the tolerance. */
  readonly converged: boolean;
}

/** Pairs of step and gradient change that are remembered. */
const MEMORY = 20;
/** A value may rise by as much, relatively: it is rounding. */
const ROUNDING = 1e-12;

interface Point {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(a: Float64Array, scale: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += scale * b[i]!;
}

/** −H·g with the two-loop recursion: H is `precondition`'s, corrected by the pairs. */
function directionFrom(
  gradient: Float64Array,
  pairs: readonly Pair[],
  precondition: (vector: Float64Array) => void,
): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, product } = pairs[i]!;
    weights[i] = dot(step, direction) / product;
    addScaled(direction, -weights[i]!, change);
  }
  precondition(direction);
  for (const [i, { step, change, product }] of pairs.entries()) {
    addScaled(direction, weights[i]! - dot(change, direction) / product, step);
  }
  return direction;
}

/**
 * A point along the direction that satisfies Wolfe's conditions, or, where the value differs by
 * rounding only, what they say about slopes (Hager and Zhang 2005, eq. 4.1); null if there is none.
 */
function searchLine(from: Point, direction: Float64Array, convex: ConvexFunction): Point | null {
  const slope0 = dot(from.gradient, direction);
  let [low, high] = [0, Infinity];
  let [lowSlope, highSlope] = [slope0, NaN];
  let t = 1;
  for (let trial = 0; trial < 40; trial++) {
    const x = from.x.slice();
    addScaled(x, t, direction);
    const gradient = new Float64Array(x.length);
    const value = convex(x, gradient);
    const slope = dot(gradient, direction);
    const lower = value <= from.value + 1e-4 * t * slope0;
    const level =
      value <= from.value + ROUNDING * Math.abs(from.value) && slope <= -0.9998 * slope0;
    if (!lower && !level) [high, highSlope] = [t, slope];
    else if (slope < 0.9 * slope0) [low, lowSlope] = [t, slope];
    else return { x, gradient, value };
    if (high === Infinity) {
      t *= 4;
    } else {
      // On a convex function the slope rises all along: the secant finds its zero.
      const width = high - low;
      const secant = highSlope > 0 ? (lowSlope * width) / (lowSlope - highSlope) : NaN;
      t = low + (secant > 0.05 * width && secant < 0.95 * width ? secant : 0.5 * width);
    }
  }
  return null;
}

/**
 * The minimum of a smooth convex function, by L-BFGS with a preconditioner: it needs values and
 * gradients only, takes the same steps every time, and ends within some tens of evaluations when the
 * preconditioner resembles the Hessian. Where there is no minimum, only an infimum, it stops once the
 * gradient has died away, or after `maxIterations`.
 * @param start - Where to begin `[P]`; not changed.
 *
 * References: Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 7.5.
 */
export function minimizeConvex(
  start: Float64Array,
  convex: ConvexFunction,
  { precondition, tolerance, maxIterations }: MinimizeOptions,
): ConvexMinimum {
  const gradient = new Float64Array(start.length);
  let point: Point = { x: start, gradient, value: convex(start, gradient) };
  const decrementOf = ({ gradient: g }: Point): number => {
    const preconditioned = g.slice();
    precondition(preconditioned);
    return Math.sqrt(Math.max(dot(g, preconditioned), 0));
  };
  let decrement = decrementOf(point);
  let pairs: Pair[] = [];
  let iterations = 0;
  while (decrement > tolerance && iterations < maxIterations) {
    const direction = directionFrom(point.gradient, pairs, precondition);
    const next = searchLine(point, direction, convex);
    // Only rounding is left, or the remembered pairs mislead: once more without them.
    if (next === null && pairs.length === 0) break;
    if (next === null) {
      pairs = [];
      continue;
    }
    iterations += 1;
    const step = next.x.map((value, i) => value - point.x[i]!);
    const change = next.gradient.map((value, i) => value - point.gradient[i]!);
    const product = dot(step, change);
    if (product > 0) pairs = [...pairs.slice(1 - MEMORY), { step, change, product }];
    point = next;
    decrement = decrementOf(point);
  }
  return {
    x: point.x,
    value: point.value,
    decrement,
    iterations,
    converged: decrement <= tolerance,
  };
}
