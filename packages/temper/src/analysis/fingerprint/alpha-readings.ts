import { bootstrapInterval, type ConfidenceInterval } from '../statistics/index.ts';
import type { RowGaps } from './row-gaps.ts';

/** The smoothing weight, read in three ways from the same logits. */
export interface AlphaReadings {
  /** From the gap between the largest logit and the mean of the others, on sure rows. */
  readonly gap: number;
  /** From the log-odds against an average other class, on sure rows. */
  readonly odds: number;
  /** From the probability left to the other classes, on all rows. */
  readonly floor: number;
}

/** The ends of all the readings' bootstrap intervals. */
export interface ReadingsInterval extends ConfidenceInterval {
  readonly method: 'bracket-of-bootstrap-percentiles';
  readonly samples: number;
  readonly seed: number;
}

/** Sure rows: the share whose second logit stands out least from those below it. */
const SURE_SHARE = 0.25;
/** Enough: the bracket is far wider than what they leave open. */
const SAMPLES = 200;

/**
 * log α of a gap g = log(K(1−α)/α + 1) ≥ 0 in nats, α = K/(e^g − 1 + K) written so that no gap
 * overflows.
 */
function logAlphaOfGap(gap: number, numClasses: number): number {
  return Math.log(numClasses) - gap - Math.log1p((numClasses - 1) * Math.exp(-gap));
}

/** log α of a mean log-probability log(α/K) of the other classes. */
function logAlphaOfFloor(floor: number, numClasses: number): number {
  return Math.log(numClasses) + floor;
}

/** A reading: what is averaged, over which rows, and the log α of an average. */
interface Reading {
  readonly values: Float64Array;
  readonly logAlphaOf: (mean: number, numClasses: number) => number;
}

/**
 * The quarter of the rows where no second class competes. Chosen by the second logit over those
 * below it, which does not know the largest one: choosing the rows with the largest gaps would choose
 * the noise that made them large.
 */
function sureRowsOf({ runnerUps }: RowGaps): Uint32Array {
  const order = Uint32Array.from({ length: runnerUps.length }, (_, row) => row);
  order.sort((a, b) => runnerUps[a]! - runnerUps[b]! || a - b);
  return order.subarray(0, Math.ceil(SURE_SHARE * order.length));
}

function readingsOf(rows: RowGaps): Record<keyof AlphaReadings, Reading> {
  const sure = sureRowsOf(rows);
  const onSure = (values: Float64Array): Float64Array =>
    Float64Array.from(sure, (row) => values[row]!);
  return {
    gap: { values: onSure(rows.gaps), logAlphaOf: logAlphaOfGap },
    odds: { values: onSure(rows.oddsGaps), logAlphaOf: logAlphaOfGap },
    floor: { values: rows.floors, logAlphaOf: logAlphaOfFloor },
  };
}

function meanOf(values: Float64Array, indices?: Uint32Array): number {
  let sum = 0;
  if (indices) for (const index of indices) sum += values[index]!;
  else for (const value of values) sum += value;
  return sum / values.length;
}

/** log α by the three readings, each that of an average over rows. */
export function readLogAlpha(rows: RowGaps, numClasses: number): AlphaReadings {
  const { gap, odds, floor } = readingsOf(rows);
  const read = ({ values, logAlphaOf }: Reading): number => logAlphaOf(meanOf(values), numClasses);
  return { gap: read(gap), odds: read(odds), floor: read(floor) };
}

/**
 * From the lowest to the highest end of the readings' 95% percentile intervals. Rows that are not
 * sure raise the odds' reading, unequal logits of wrong classes lower the floor's, so that the bracket
 * tells how far the model is from its targets, which on many rows is more than chance.
 */
export function bracketAlpha(rows: RowGaps, numClasses: number, seed: number): ReadingsInterval {
  const intervals = Object.values(readingsOf(rows)).map(({ values, logAlphaOf }) => {
    const statistic = (indices: Uint32Array): number =>
      Math.exp(logAlphaOf(meanOf(values, indices), numClasses));
    return bootstrapInterval(values.length, statistic, { seed, samples: SAMPLES });
  });
  const { level, samples } = intervals[0]!;
  return {
    method: 'bracket-of-bootstrap-percentiles',
    level,
    samples,
    seed,
    lower: Math.min(...intervals.map(({ lower }) => lower)),
    upper: Math.min(1, Math.max(...intervals.map(({ upper }) => upper))),
  };
}
