import { assertInteger } from '../../../base/index.ts';
import type { Ranking } from './ranking.ts';

/**
 * What thresholds on a score give: accepting the scores of at least `thresholds[i]` covers a share
 * `coverages[i]` of the examples at a mean loss of `risks[i]`. One point for each distinct score,
 * from the fewest examples to all of them: equal scores cannot be told apart by a threshold.
 */
export interface RiskCoverageCurve {
  /** Ascending, in (0, 1]; the last is 1. */
  readonly coverages: Float64Array;
  /** Mean loss of the examples covered; for losses 0 and 1 the error rate. */
  readonly risks: Float64Array;
  /** Descending. */
  readonly thresholds: Float64Array;
}

/** The curve of a ranking. */
export function curveOf(
  { counts, lossSums, scores }: Pick<Ranking, 'counts' | 'lossSums' | 'scores'>,
  total: number,
): RiskCoverageCurve {
  const coverages = new Float64Array(counts.length);
  const risks = new Float64Array(counts.length);
  let [covered, lost] = [0, 0];
  for (let group = 0; group < counts.length; group++) {
    covered += counts[group]!;
    lost += lossSums[group]!;
    coverages[group] = covered / total;
    risks[group] = lost / covered;
  }
  return { coverages, risks, thresholds: scores };
}

/**
 * The curve with few enough points to draw: its first, its last and others about evenly spaced in
 * coverage, each exactly as in the whole curve.
 * @param points - The most points to keep, at least 2.
 * @throws ValueRangeError if `points` is not a whole number of at least 2.
 */
export function thinCurve(curve: RiskCoverageCurve, points = 500): RiskCoverageCurve {
  assertInteger('thinCurve', 'points', points, 2);
  const { coverages } = curve;
  if (coverages.length <= points) return curve;
  const kept: number[] = [];
  let slot = -1;
  for (let i = 0; i < coverages.length; i++) {
    // Only coverage 1 reaches the last slot.
    const next = Math.floor(coverages[i]! * (points - 1));
    if (next > slot) kept.push(i);
    slot = next;
  }
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]!);
  return {
    coverages: pick(coverages),
    risks: pick(curve.risks),
    thresholds: pick(curve.thresholds),
  };
}
