import { assertInteger, assertWithin, Rng, ValueRangeError } from '../../base/index.ts';
import type { ConfidenceInterval } from './confidence-interval.ts';

/** How a bootstrap draws. */
export interface BootstrapOptions {
  /** Number of resamples. Default 500: enough for the ends of a 95% interval, and fast. */
  readonly samples?: number;
  /** Same seed, same interval. Default 0. */
  readonly seed?: number;
  /** Coverage in (0, 1). Default 0.95, that is the 2.5th and 97.5th percentile. */
  readonly level?: number;
}

/** A percentile interval, with what is needed to draw it again. */
export interface BootstrapInterval extends ConfidenceInterval {
  readonly method: 'bootstrap-percentile';
  readonly samples: number;
  readonly seed: number;
}

/**
 * The number below which a share `fraction` of the values lies, interpolated linearly between the
 * two nearest values.
 * @param sorted - Values in ascending order, at least one.
 */
function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/**
 * Percentile bootstrap interval of a statistic of n examples: the statistic is computed on many
 * resamples of n examples drawn with replacement, and the interval holds their middle.
 * @param count - Number of examples n, at least 1.
 * @param statistic - The statistic of the examples at `indices` `[n]`; the array is reused.
 * @throws ValueRangeError if an option is out of range or a resample's statistic is not finite.
 *
 * References: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
export function bootstrapInterval(
  count: number,
  statistic: (indices: Uint32Array) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const { samples = 500, seed = 0, level = 0.95 } = options;
  assertInteger('bootstrapInterval', 'the number of examples', count, 1);
  assertInteger('bootstrapInterval', 'samples', samples, 1);
  const open = { minimum: 0, maximum: 1, openMinimum: true, openMaximum: true };
  assertWithin('bootstrapInterval', 'level', level, open);
  const rng = Rng.fromSeed(seed);
  const indices = new Uint32Array(count);
  const values = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < count; i++) indices[i] = rng.integer(count);
    const value = statistic(indices);
    if (!Number.isFinite(value)) {
      throw new ValueRangeError(
        `bootstrapInterval: expected a finite statistic for every resample, got ${value}`,
      );
    }
    values[sample] = value;
  }
  values.sort();
  return {
    method: 'bootstrap-percentile',
    level,
    samples,
    seed,
    lower: quantile(values, (1 - level) / 2),
    upper: quantile(values, (1 + level) / 2),
  };
}
