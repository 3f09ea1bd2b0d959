import { assertInteger, assertWithin, Rng, ValueRangeError } from '../../base/index.ts';
import type { ConfidenceInterval } from './confidence-interval.ts';
import { quantile } from './quantile.ts';

/** How a bootstrap draws, and what it makes of the resamples. */
export interface BootstrapOptions {
  /**
   * `percentile`: the middle of the resamples' statistics. `basic`: the same, reflected at the
   * statistic θ of the examples themselves, [2θ − upper, 2θ − lower], which undoes a bias that
   * resampling adds, and may leave the statistic's own range. Default `percentile`.
   */
  readonly method?: 'percentile' | 'basic';
  /** Number of resamples. Default 500: enough for the ends of a 95% interval, and fast. */
  readonly samples?: number;
  /** Same seed, same interval. Default 0. */
  readonly seed?: number;
  /** Coverage in (0, 1). Default 0.95, that is the 2.5th and 97.5th percentile. */
  readonly level?: number;
}

/** A bootstrap interval, with what is needed to draw it again. */
export interface BootstrapInterval extends ConfidenceInterval {
  readonly method: 'bootstrap-percentile' | 'bootstrap-basic';
  readonly samples: number;
  readonly seed: number;
}

/** Named statistics of the examples at `indices` `[n]`; an index may repeat, and the array is reused. */
export type Statistics<Name extends string> = (
  indices: Uint32Array,
) => Readonly<Record<Name, number>>;

/**
 * Bootstrap interval of a statistic of n examples: the statistic is computed on many resamples of n
 * examples drawn with replacement, and the interval holds their middle.
 * @param count - Number of examples n, at least 1.
 * @param statistic - The statistic of the examples at `indices` `[n]`; the array is reused.
 * @throws ValueRangeError if an option is out of range or a resample's statistic is not finite.
 *
 * References: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; for the
 * basic interval Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 5.2.
 */
export function bootstrapInterval(
  count: number,
  statistic: (indices: Uint32Array) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  return bootstrapIntervals(count, (indices) => ({ statistic: statistic(indices) }), options)
    .statistic;
}

/**
 * Bootstrap intervals of several statistics from one set of resamples: as `bootstrapInterval` of
 * each with the same seed, but every resample is drawn once.
 * @throws ValueRangeError if an option is out of range or a resample's statistic is not finite.
 */
export function bootstrapIntervals<Name extends string>(
  count: number,
  statistics: Statistics<Name>,
  options: BootstrapOptions = {},
): Readonly<Record<Name, BootstrapInterval>> {
  const { method = 'percentile', samples = 500, seed = 0, level = 0.95 } = options;
  assertInteger('bootstrapInterval', 'the number of examples', count, 1);
  assertInteger('bootstrapInterval', 'samples', samples, 1);
  const open = { minimum: 0, maximum: 1, openMinimum: true, openMaximum: true };
  assertWithin('bootstrapInterval', 'level', level, open);
  const rng = Rng.fromSeed(seed);
  const indices = new Uint32Array(count);
  const resampled = new Map<Name, Float64Array>();
  for (let sample = 0; sample < samples; sample++) {
    rng.fillIntegers(indices, count);
    for (const [name, value] of entriesOf(statistics(indices))) {
      let values = resampled.get(name);
      if (values === undefined) resampled.set(name, (values = new Float64Array(samples)));
      values[sample] = value;
    }
  }
  const center = method === 'basic' ? statistics(everyExample(count)) : undefined;
  const intervals = Array.from(resampled, ([name, values]) => {
    values.sort();
    const low = quantile(values, (1 - level) / 2);
    const high = quantile(values, (1 + level) / 2);
    const ends =
      center === undefined
        ? { lower: low, upper: high }
        : { lower: 2 * center[name] - high, upper: 2 * center[name] - low };
    return [name, { method: `bootstrap-${method}`, level, samples, seed, ...ends }] as const;
  });
  return Object.fromEntries(intervals) as Record<Name, BootstrapInterval>;
}

/** 0 … count−1: the examples themselves, as a resample. */
export function everyExample(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

function entriesOf<Name extends string>(
  statistics: Readonly<Record<Name, number>>,
): (readonly [Name, number])[] {
  const entries = Object.entries(statistics) as [Name, number][];
  for (const [, value] of entries) {
    if (!Number.isFinite(value)) {
      throw new ValueRangeError(
        `bootstrapInterval: expected a finite statistic for every resample, got ${value}`,
      );
    }
  }
  return entries;
}
