import type { Ranking } from './ranking.ts';

/** How an area under a risk-coverage curve is taken; r_k is the mean loss of the k surest of n examples. */
export type AreaRule = 'trapezoid' | 'zeroAtZero' | 'meanOfRisks';

/** An area under the risk-coverage curve by each rule, in the unit of the losses. */
export interface RiskAreas {
  /**
   * Trapezoids over the coverages 1/n to 1, divided by the width 1 − 1/n of that range, as
   * torch-uncertainty: (Σ r_k − (r_1 + r_n)/2)/(n − 1). Of one example, its loss.
   */
  readonly trapezoid: number;
  /** Trapezoids over 0 to 1 with risk 0 at coverage 0: (Σ r_k − r_n/2)/n. */
  readonly zeroAtZero: number;
  /** Mean risk Σ r_k/n, the definition of Geifman et al. */
  readonly meanOfRisks: number;
}

type Groups = Pick<Ranking, 'counts' | 'lossSums'>;

/**
 * Areas under the risk-coverage curve, expected over random orders inside tied groups.
 *
 * Every rule is linear in the losses and in a random order every place of a group expects the
 * group's mean loss, so replacing losses by that mean gives the expectation exactly, in O(n).
 * Groups may be empty, as in a resample.
 */
export function riskAreas({ counts, lossSums }: Groups): RiskAreas {
  let [covered, lost, sum, first] = [0, 0, 0, 0];
  for (let group = 0; group < counts.length; group++) {
    const count = counts[group]!;
    if (count === 0) continue;
    const mean = lossSums[group]! / count;
    if (covered === 0) first = mean;
    for (let place = 1; place <= count; place++) sum += (lost + place * mean) / (covered + place);
    covered += count;
    lost += lossSums[group]!;
  }
  const last = lost / covered;
  return {
    trapezoid: covered === 1 ? first : (sum - (first + last) / 2) / (covered - 1),
    zeroAtZero: (sum - last / 2) / covered,
    meanOfRisks: sum / covered,
  };
}

/**
 * Area under the generalized risk, the loss of what is accepted as a share of all examples, over
 * coverage 0 to 1 by trapezoids; linear inside tied groups, and so their expectation.
 */
export function generalizedRiskArea({ counts, lossSums }: Groups): number {
  let [covered, lost, area] = [0, 0, 0];
  for (let group = 0; group < counts.length; group++) {
    area += counts[group]! * (lost + lossSums[group]! / 2);
    covered += counts[group]!;
    lost += lossSums[group]!;
  }
  return area / covered ** 2;
}
