import { assertWithin } from '../../../base/index.ts';
import { idealRanking, type Losses, type Ranking, rankExamples } from './ranking.ts';
import { generalizedRiskArea, type RiskAreas, riskAreas } from './risk-areas.ts';
import { curveOf, type RiskCoverageCurve } from './risk-coverage-curve.ts';

/** How well a score tells which predictions to keep. Lower areas are better. */
export interface SelectiveRisk {
  readonly count: number;
  /** Mean loss of all examples: the risk at coverage 1, and what a score that says nothing expects as area. */
  readonly risk: number;
  /** Area under the risk-coverage curve, expected over random orders of equal scores. */
  readonly aurc: RiskAreas;
  /** Excess of `aurc` over the ordering that knows the losses, by the same rule. */
  readonly eaurc: RiskAreas;
  /** Area under the generalized risk-coverage curve; for losses 0 and 1 at most 1/2. */
  readonly augrc: number;
  /**
   * Probability that a right prediction scores above a wrong one, ties counting half; null unless
   * all losses are 0 or 1 and both occur.
   */
  readonly failureAuroc: number | null;
  readonly curve: RiskCoverageCurve;
  /** The curve of the ordering that knows the losses; its thresholds are negated losses. */
  readonly idealCurve: RiskCoverageCurve;
  /** The greatest coverage of a threshold whose risk is at most `risk`; 0 if none is. */
  readonly coverageAtRisk: (risk: number) => number;
  /**
   * The risk of the surest ⌈coverage·n⌉ examples, expected over random orders of equal scores.
   * @throws ValueRangeError if coverage is outside (0, 1].
   */
  readonly riskAtCoverage: (coverage: number) => number;
}

/** The losses of predictions that are right or wrong: 0 where `correct` is 1, else 1 `[N]`. */
export function zeroOneLosses(correct: Uint8Array): Uint8Array {
  return correct.map((hit) => (hit === 1 ? 0 : 1));
}

/**
 * Risk of accepting only the predictions a model is surest of, over all shares it could accept.
 * @param scores - Larger is surer `[N]`; only their order counts.
 * @param losses - Of the same examples `[N]`; see `zeroOneLosses`.
 * @throws ShapeError if there is no score or the counts differ; ValueRangeError for a score that is
 * NaN or a loss that is negative or not finite.
 *
 * References: Geifman, Uziel, El-Yaniv, Bias-Reduced Uncertainty Estimation for Deep Neural
 * Classifiers, ICLR 2019 (AURC, E-AURC). <https://arxiv.org/abs/1805.08206>
 * Traub et al., Overcoming Common Flaws in the Evaluation of Selective Classification Systems,
 * NeurIPS 2024 (AUGRC). <https://arxiv.org/abs/2407.01032>
 */
export function selectiveRisk(scores: Float64Array, losses: Losses): SelectiveRisk {
  const ranking = rankExamples('selectiveRisk', scores, losses);
  const count = scores.length;
  const ideal = idealRanking(losses);
  const aurc = riskAreas(ranking);
  const least = riskAreas(ideal);
  const curve = curveOf(ranking, count);
  return {
    count,
    risk: curve.risks.at(-1)!,
    aurc,
    eaurc: {
      trapezoid: aurc.trapezoid - least.trapezoid,
      zeroAtZero: aurc.zeroAtZero - least.zeroAtZero,
      meanOfRisks: aurc.meanOfRisks - least.meanOfRisks,
    },
    augrc: generalizedRiskArea(ranking),
    failureAuroc: failureAuroc(ranking, losses),
    curve,
    idealCurve: curveOf(ideal, count),
    coverageAtRisk: (risk) => curve.coverages[curve.risks.findLastIndex((r) => r <= risk)] ?? 0,
    riskAtCoverage: (coverage) => riskAtCoverage(ranking, coverage),
  };
}

function failureAuroc({ counts, lossSums }: Ranking, losses: Losses): number | null {
  if (!losses.every((loss: number) => loss === 0 || loss === 1)) return null;
  let [surer, right, wrong] = [0, 0, 0];
  for (let group = 0; group < counts.length; group++) {
    const wrongHere = lossSums[group]!;
    const rightHere = counts[group]! - wrongHere;
    surer += wrongHere * (right + rightHere / 2);
    right += rightHere;
    wrong += wrongHere;
  }
  return right === 0 || wrong === 0 ? null : surer / right / wrong;
}

function riskAtCoverage({ groupOf, counts, lossSums }: Ranking, coverage: number): number {
  const range = { minimum: 0, openMinimum: true, maximum: 1 };
  assertWithin('riskAtCoverage', 'coverage', coverage, range);
  // 0.07 · 100 is a little above 7 in floating point, and means 7.
  const wanted = Math.max(1, Math.ceil(coverage * groupOf.length * (1 - 1e-12)));
  let [covered, lost, group] = [0, 0, 0];
  while (covered + counts[group]! < wanted) {
    covered += counts[group]!;
    lost += lossSums[group]!;
    group += 1;
  }
  return (lost + (lossSums[group]! * (wanted - covered)) / counts[group]!) / wanted;
}
