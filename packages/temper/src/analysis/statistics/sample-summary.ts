import { ShapeError } from '../../base/index.ts';
import type { ConfidenceInterval } from './confidence-interval.ts';
import { RunningMoments } from './moments.ts';

/** Repeated measurements of one figure, such as one for each seed. */
export interface SampleSummary {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation √(Σ(v − mean)² / (n − 1)); `null` for a single value. */
  readonly standardDeviation: number | null;
  /** Student's 95 % interval of the mean; `null` for a single value. */
  readonly interval: ConfidenceInterval | null;
}

/**
 * Mean and spread of a few independent measurements, with Student's t interval of the mean: of
 * differences of pairs, it is the paired t interval.
 * @param values - At least one, taken to be normally distributed.
 * @throws ShapeError if there is none.
 *
 * References: Student, The Probable Error of a Mean, Biometrika 1908.
 */
export function summarizeSample(values: readonly number[]): SampleSummary {
  if (values.length === 0) {
    throw new ShapeError('summarizeSample: expected at least one value, got none');
  }
  const moments = new RunningMoments();
  for (const value of values) moments.add(value);
  const { mean, standardError, count } = moments.estimate();
  if (standardError === null) return { count, mean, standardDeviation: null, interval: null };
  const half = studentQuantile(count - 1) * standardError;
  return {
    count,
    mean,
    standardDeviation: standardError * Math.sqrt(count),
    interval: { method: 'student-t', level: 0.95, lower: mean - half, upper: mean + half },
  };
}

/** Two-sided 95 % point of Student's distribution, by bisection on its distribution function. */
function studentQuantile(degreesOfFreedom: number): number {
  let [low, high] = [1.9, 12.8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degreesOfFreedom) < 0.95) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * P(|T| < t) with whole degrees of freedom ν, a finite sum in θ = atan(t/√ν).
 *
 * References: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
function centralProbability(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = Math.cos(angle);
  const odd = degreesOfFreedom % 2 === 1;
  let [term, sum] = [odd ? cosine : 1, 0];
  for (let power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
