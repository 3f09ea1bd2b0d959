import {
  type ConfidenceInterval,
  type SampleSummary,
  summarizeSample,
} from '../analysis/statistics/index.ts';

/** One figure over trials that differ in their seed alone. */
export type GroupSummary = Omit<SampleSummary, 'interval'> & {
  /** Over seeds (Student's t); with one seed over examples. `null` where there is none. */
  readonly interval: ConfidenceInterval | null;
};

/** A difference, and what its interval says of it. */
export interface FigureDifference extends GroupSummary {
  readonly verdict: 'higher' | 'lower' | 'no difference seen' | 'one seed';
}

/** Mean and spread over seeds; where there is one, `ofOne` is its interval over examples. */
export function summarizeGroup(
  values: readonly number[],
  ofOne: ConfidenceInterval | null,
): GroupSummary {
  const summary = summarizeSample(values);
  return values.length === 1 ? { ...summary, interval: ofOne } : summary;
}

/** A difference by the side of 0 that its interval lies on. */
export function judgeDifference(summary: GroupSummary): FigureDifference {
  const { interval } = summary;
  if (interval === null) return { ...summary, verdict: 'one seed' };
  if (interval.lower > 0) return { ...summary, verdict: 'higher' };
  return { ...summary, verdict: interval.upper < 0 ? 'lower' : 'no difference seen' };
}
