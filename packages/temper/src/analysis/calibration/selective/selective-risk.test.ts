import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { Rng } from '../../../base/index.ts';
import type { RiskAreas } from './risk-areas.ts';
import { selectiveRisk, zeroOneLosses } from './selective-risk.ts';

function risksOf(losses: readonly number[]): number[] {
  let lost = 0;
  return losses.map((loss, k) => (lost += loss) / (k + 1));
}

/** Trapezoids through given points, one by one. */
function trapezoids(x: readonly number[], y: readonly number[]): number {
  return x
    .slice(1)
    .reduce((area, right, i) => area + ((right - x[i]!) * (y[i]! + y[i + 1]!)) / 2, 0);
}

/** The three areas, and the generalized one, of losses in the order of acceptance. */
function areasOf(losses: readonly number[]): RiskAreas & { readonly generalized: number } {
  const n = losses.length;
  const risks = risksOf(losses);
  const x = risks.map((_, k) => (k + 1) / n);
  return {
    trapezoid: n === 1 ? risks[0]! : trapezoids(x, risks) / (1 - 1 / n),
    zeroAtZero: trapezoids([0, ...x], [0, ...risks]),
    meanOfRisks: risks.reduce((sum, risk) => sum + risk, 0) / n,
    generalized: trapezoids([0, ...x], [0, ...risks.map((risk, k) => risk * x[k]!)]),
  };
}

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, i) =>
    permutations(values.toSpliced(i, 1)).map((rest) => [value, ...rest]),
  );
}

/** Means of the areas over every order that puts no smaller score first. */
function bruteForce(scores: readonly number[], losses: readonly number[]): number[] {
  const orders = permutations(scores.map((_, i) => i)).filter((order) =>
    order.every((n, k) => k === 0 || scores[n]! <= scores[order[k - 1]!]!),
  );
  const areas = orders.map((order) => {
    const each = areasOf(order.map((n) => losses[n]!));
    return [each.trapezoid, each.zeroAtZero, each.meanOfRisks, each.generalized];
  });
  return areas[0]!.map((_, i) => areas.reduce((sum, area) => sum + area[i]!, 0) / areas.length);
}

const areasIn = (scores: readonly number[], losses: readonly number[]): number[] => {
  const { aurc, augrc } = selectiveRisk(Float64Array.from(scores), Float64Array.from(losses));
  return [aurc.trapezoid, aurc.zeroAtZero, aurc.meanOfRisks, augrc];
};

describe('selectiveRisk', () => {
  test('by hand: right, wrong, right in the order 3, 1, 2', () => {
    const result = selectiveRisk(Float64Array.of(0.7, 0.6, 0.8), Uint8Array.of(0, 1, 0));
    // Risks 0, 0, 1/3: torch-uncertainty documents 0.0833 for these examples.
    expect(result.aurc.trapezoid).toBeCloseTo(1 / 12, 14);
    expect(result.aurc.zeroAtZero).toBeCloseTo(1 / 18, 14);
    expect(result.aurc.meanOfRisks).toBeCloseTo(1 / 9, 14);
    expect(result.augrc).toBeCloseTo(1 / 18, 14);
    expect(result.eaurc).toEqual({ trapezoid: 0, zeroAtZero: 0, meanOfRisks: 0 });
    expect(result).toMatchObject({ count: 3, failureAuroc: 1 });
    expect(result.risk).toBeCloseTo(1 / 3, 14);
  });

  test('areas are the means over every order of the ties', () => {
    const example = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(0, 1, 2.5));
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 6 }), (drawn) => {
        const scores = drawn.map(([score]) => score);
        const losses = drawn.map(([, loss]) => loss);
        expectAllClose(areasIn(scores, losses), bruteForce(scores, losses), { atol: 1e-14 });
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  test('areas are near the mean over random orders of many ties', () => {
    const rng = Rng.fromSeed(2);
    const scores = Array.from({ length: 300 }, () => rng.integer(6));
    const losses = scores.map((score) => (rng.uniform() < 0.1 + 0.08 * (5 - score) ? 1 : 0));
    const draws = Array.from({ length: 1000 }, () => {
      const order = [...rng.permutation(300)].sort((a, b) => scores[b]! - scores[a]!);
      return areasOf(order.map((n) => losses[n]!)).trapezoid;
    });
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / 1000;
    const spread = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / 1000);
    // Four standard errors of the mean of 1,000 draws.
    expect(Math.abs(areasIn(scores, losses)[0]! - mean)).toBeLessThan(
      (4 * spread) / Math.sqrt(1000),
    );
  });

  test('a score that says nothing expects the risk, the ideal one no excess', () => {
    const losses = Float64Array.of(0, 3, 1, 0, 2);
    const { risk, aurc, eaurc, failureAuroc } = selectiveRisk(new Float64Array(5), losses);
    expect(risk).toBeCloseTo(1.2, 14);
    expect([aurc.trapezoid, aurc.meanOfRisks]).toEqual([
      expect.closeTo(1.2, 14),
      expect.closeTo(1.2, 14),
    ]);
    expect(failureAuroc).toBeNull();
    // Risks in the ideal order 0, 0, 1, 2, 3: 0, 0, 1/3, 3/4, 6/5.
    expect(eaurc.meanOfRisks).toBeCloseTo(1.2 - (1 / 3 + 3 / 4 + 6 / 5) / 5, 14);
    const ideal = selectiveRisk(
      losses.map((loss) => -loss),
      losses,
    );
    expect(ideal.eaurc.trapezoid).toBeCloseTo(0, 14);
  });

  test('only the order of scores counts, infinite ones included, and not that of the examples', () => {
    const rng = Rng.fromSeed(4);
    const scores = Float64Array.from({ length: 50 }, () => rng.integer(20));
    const losses = Float64Array.from({ length: 50 }, () => rng.integer(3));
    const order = rng.permutation(50);
    const squashed = (score: number): number =>
      score === 0 ? -Infinity : score === 19 ? Infinity : Math.tanh(score / 20);
    const one = selectiveRisk(scores, losses);
    const other = selectiveRisk(
      Float64Array.from(order, (n) => squashed(scores[n]!)),
      Float64Array.from(order, (n) => losses[n]!),
    );
    expect(other.aurc).toEqual(one.aurc);
    expect(other.curve.risks).toEqual(one.curve.risks);
  });

  test('the curve has one point for each threshold', () => {
    const { curve, idealCurve } = selectiveRisk(
      Float64Array.of(5, 9, 5, 1),
      Uint8Array.of(1, 0, 0, 1),
    );
    expect([...curve.coverages]).toEqual([0.25, 0.75, 1]);
    expect([...curve.risks]).toEqual([0, 1 / 3, 0.5]);
    expect([...curve.thresholds]).toEqual([9, 5, 1]);
    expect([...idealCurve.coverages]).toEqual([0.25, 0.5, 0.75, 1]);
    expect([...idealCurve.risks]).toEqual([0, 0, 1 / 3, 0.5]);
  });

  test('coverage at a risk is what a threshold reaches, even where risk falls again', () => {
    const { coverageAtRisk } = selectiveRisk(
      Float64Array.of(5, 4, 3, 2, 1),
      Uint8Array.of(1, 0, 0, 0, 1),
    );
    // Risks 1, 1/2, 1/3, 1/4, 2/5.
    expect([0.2, 0.25, 0.3, 0.4, 1].map(coverageAtRisk)).toEqual([0, 0.8, 0.8, 1, 1]);
    const tied = selectiveRisk(new Float64Array(4), Uint8Array.of(0, 0, 0, 1));
    expect(tied.coverageAtRisk(0.2)).toBe(0);
  });

  test('risk at a coverage rounds the number of examples up and shares ties', () => {
    const { riskAtCoverage } = selectiveRisk(
      Float64Array.of(3, 2, 2, 2, 1),
      Float64Array.of(0, 0, 1, 2, 4),
    );
    // The tied three expect a loss of 1 each.
    expect([0.01, 0.2, 0.21, 0.6, 0.8, 1].map(riskAtCoverage)).toEqual([
      0,
      0,
      1 / 2,
      2 / 3,
      3 / 4,
      7 / 5,
    ]);
    const hundred = selectiveRisk(
      Float64Array.from({ length: 100 }, (_, n) => -n),
      Float64Array.from({ length: 100 }, (_, n) => (n < 7 ? 0 : 1)),
    );
    expect(hundred.riskAtCoverage(0.07)).toBe(0);
    expect(() => riskAtCoverage(0)).toThrow('riskAtCoverage: expected coverage in (0, 1], got 0');
  });

  test('failure detection counts pairs, ties half', () => {
    const scores = [3, 2, 2, 1, 0];
    const correct = [1, 1, 0, 0, 1];
    // Right above wrong: 3 > 2, 3 > 1, 2 = 2, 2 > 1, and 0 above none.
    const { failureAuroc } = selectiveRisk(
      Float64Array.from(scores),
      zeroOneLosses(Uint8Array.from(correct)),
    );
    expect(failureAuroc).toBeCloseTo(3.5 / 6, 14);
    expect(selectiveRisk(Float64Array.of(1, 2), Uint8Array.of(0, 0)).failureAuroc).toBeNull();
    expect(selectiveRisk(Float64Array.of(1, 2), Float64Array.of(0, 2)).failureAuroc).toBeNull();
  });

  test('one example is its own area', () => {
    expect(selectiveRisk(Float64Array.of(1), Float64Array.of(3)).aurc).toEqual({
      trapezoid: 3,
      zeroAtZero: 1.5,
      meanOfRisks: 3,
    });
  });

  test('what cannot be ranked is refused', () => {
    expect(() => selectiveRisk(new Float64Array(0), new Float64Array(0))).toThrow('got 0 scores');
    expect(() => selectiveRisk(new Float64Array(2), new Float64Array(3))).toThrow(
      'a loss for each, got 2 scores and 3 losses',
    );
    expect(() => selectiveRisk(Float64Array.of(1, NaN), new Float64Array(2))).toThrow(
      'expected scores to be numbers, got NaN at 1',
    );
    for (const loss of [-1, NaN, Infinity]) {
      expect(() => selectiveRisk(new Float64Array(2), Float64Array.of(0, loss))).toThrow(
        `expected losses to be finite and at least 0, got ${loss} at 1`,
      );
    }
  });
});
