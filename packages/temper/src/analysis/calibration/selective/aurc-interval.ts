import {
  bootstrapInterval,
  type BootstrapInterval,
  type BootstrapOptions,
} from '../../statistics/index.ts';
import { type Losses, rankExamples } from './ranking.ts';
import { type AreaRule, riskAreas } from './risk-areas.ts';

/** How an interval of AURC is drawn. */
export interface AurcIntervalOptions extends BootstrapOptions {
  /** Default `trapezoid`. */
  readonly rule?: AreaRule;
}

/**
 * AURC of resamples, as a function of the indices drawn, for `bootstrapInterval`.
 *
 * The examples are ranked once; a resample counts how often each group was drawn, which is O(n).
 * Examples drawn twice tie with themselves.
 * @throws as `selectiveRisk`.
 */
export function resampledAurc(
  scores: Float64Array,
  losses: Losses,
  rule: AreaRule = 'trapezoid',
): (indices: Uint32Array) => number {
  const { groupOf, counts } = rankExamples('resampledAurc', scores, losses);
  const drawn = {
    counts: new Uint32Array(counts.length),
    lossSums: new Float64Array(counts.length),
  };
  return (indices) => {
    drawn.counts.fill(0);
    drawn.lossSums.fill(0);
    for (const n of indices) {
      const group = groupOf[n]!;
      drawn.counts[group]! += 1;
      drawn.lossSums[group]! += losses[n]!;
    }
    return riskAreas(drawn)[rule];
  };
}

/**
 * Bootstrap interval of the area under the risk-coverage curve.
 * @throws as `selectiveRisk` and `bootstrapInterval`.
 */
export function aurcInterval(
  scores: Float64Array,
  losses: Losses,
  { rule, ...options }: AurcIntervalOptions = {},
): BootstrapInterval {
  return bootstrapInterval(scores.length, resampledAurc(scores, losses, rule), options);
}
