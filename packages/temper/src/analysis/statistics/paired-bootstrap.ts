import {
  type BootstrapInterval,
  bootstrapIntervals,
  type BootstrapOptions,
  everyExample,
  type Statistics,
} from './bootstrap-interval.ts';

/** By how much a statistic of the first model exceeds that of the second. */
export interface PairedDifference {
  readonly difference: number;
  readonly interval: BootstrapInterval;
}

/**
 * Differences between two models judged on the same examples, with bootstrap intervals: both are
 * computed on the same resamples, so that what makes an example hard for both cancels, and the
 * interval is narrower than one from independent resamples wherever the models err alike.
 * @param count - Number of examples, at least 1; the same examples in the same order for both.
 * @param models - The statistics of the first and of the second model.
 * @returns For every statistic first − second, and its interval.
 * @throws ValueRangeError if an option is out of range or a resample's statistic is not finite.
 */
export function pairedBootstrapDifferences<Name extends string>(
  count: number,
  models: readonly [Statistics<Name>, Statistics<Name>],
  options: BootstrapOptions = {},
): Readonly<Record<Name, PairedDifference>> {
  const [first, second] = models;
  const differences = (indices: Uint32Array): Record<Name, number> => {
    const subtrahend = second(indices);
    return mapValues(first(indices), (value, name) => value - subtrahend[name]);
  };
  const intervals = bootstrapIntervals(count, differences, options);
  return mapValues(differences(everyExample(count)), (difference, name) => ({
    difference,
    interval: intervals[name],
  }));
}

function mapValues<Name extends string, Result>(
  record: Readonly<Record<Name, number>>,
  of: (value: number, name: Name) => Result,
): Record<Name, Result> {
  const entries = Object.entries(record) as [Name, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, of(value, name)])) as Record<
    Name,
    Result
  >;
}
