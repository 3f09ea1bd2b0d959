import { assertInteger, assertWithin } from '../../base/index.ts';
import type { Estimate } from './moments.ts';

/** An interval that covers the true value with probability `level`, and how it was made. */
export interface ConfidenceInterval {
  readonly method: string;
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** Two-sided 95% point of the standard normal distribution. */
const NORMAL_95 = 1.959963984540054;

/**
 * Wilson's 95% interval for a proportion. Unlike mean ± 2 standard errors it stays inside [0, 1] and
 * keeps a width when every trial, or none, succeeded.
 * @param successes - How many trials succeeded, 0 to `trials`.
 * @param trials - How many trials there were, at least 1.
 * @throws ValueRangeError if a count is out of range.
 *
 * References: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 1927.
 */
export function wilsonInterval(successes: number, trials: number): ConfidenceInterval {
  assertInteger('wilsonInterval', 'trials', trials, 1);
  assertWithin('wilsonInterval', 'successes', successes, { minimum: 0, maximum: trials });
  const proportion = successes / trials;
  const square = NORMAL_95 ** 2 / trials;
  const center = (proportion + square / 2) / (1 + square);
  const variance = (proportion * (1 - proportion)) / trials + square / (4 * trials);
  const halfWidth = (NORMAL_95 * Math.sqrt(variance)) / (1 + square);
  return {
    method: 'wilson',
    level: 0.95,
    // With no failure, or no success, the exact end is 1, or 0; rounding would leave it just beside.
    lower: successes === 0 ? 0 : center - halfWidth,
    upper: successes === trials ? 1 : center + halfWidth,
  };
}

/** Mean ± 1.96 standard errors; `null` where a single example leaves the error unknown. */
export function normalInterval({
  mean,
  standardError,
}: Pick<Estimate, 'mean' | 'standardError'>): ConfidenceInterval | null {
  if (standardError === null) return null;
  const half = NORMAL_95 * standardError;
  return { method: 'normal', level: 0.95, lower: mean - half, upper: mean + half };
}
