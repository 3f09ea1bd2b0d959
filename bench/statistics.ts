import { bootstrapInterval, type BootstrapInterval } from 'temper';

/** How the times of one contender stand to another's. */
export interface TimeRatio {
  /** Median over rounds of the one, divided by the median over rounds of the other. */
  readonly ofMedians: number;
  /** Median of the rounds' own ratios: what slows a whole round down cancels. */
  readonly perRound: number;
  /** Of `perRound`, over rounds. */
  readonly interval: BootstrapInterval;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** Compares times measured in the same rounds. */
export function timeRatio(times: readonly number[], others: readonly number[]): TimeRatio {
  const ratios = times.map((time, round) => time / others[round]!);
  return {
    ofMedians: median(times) / median(others),
    perRound: median(ratios),
    interval: bootstrapInterval(ratios.length, (rounds) =>
      median(Array.from(rounds, (round) => ratios[round]!)),
    ),
  };
}

/**
 * Slope of equally spaced values, per spacing: the median slope between any two of them, which a few
 * outliers do not move.
 *
 * References: Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 1968.
 */
export function robustSlope(values: readonly number[]): number {
  return median(
    values.flatMap((value, i) =>
      values.slice(i + 1).map((later, distance) => (later - value) / (distance + 1)),
    ),
  );
}
