import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { Rng } from '../../../base/index.ts';
import { hostTensor } from '../../../tensor/index.ts';
import { logitNormScores } from './logit-norm.ts';
import { selectiveRisk } from './selective-risk.ts';
import { softmaxScores } from './softmax-scores.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('softmaxScores', () => {
  test('of probabilities 1/2, 1/3, 1/6', () => {
    const { maxProbability, margin, negativeEntropy } = softmaxScores(
      matrixOf([[Math.log(2), Math.log(6), Math.log(4)]]),
    );
    expect(sigmoid(maxProbability[0]!)).toBeCloseTo(1 / 2, 14);
    expect(sigmoid(margin[0]!)).toBeCloseTo(1 / 6, 14);
    // −(½ ln 2 + ⅓ ln 3 + ⅙ ln 6).
    expect(negativeEntropy[0]).toBeCloseTo(-1.0114042647073518, 14);
  });

  test('are those of the naive softmax, whatever is added to a row', () => {
    const row = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(row, fc.integer({ min: -50, max: 50 }), (logits, shift) => {
        const weights = logits.map(Math.exp);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const p = weights.map((weight) => weight / total).sort((a, b) => b - a);
        const scores = softmaxScores(matrixOf([logits.map((logit) => logit + shift)]));
        expectAllClose(
          [scores.maxProbability[0]!, scores.margin[0]!, scores.negativeEntropy[0]!].map((x, i) =>
            i < 2 ? sigmoid(x) : x,
          ),
          [p[0]!, p[0]! - p[1]!, p.reduce((sum, x) => sum + x * Math.log(x), 0)],
          // A shift of 50 costs a logit near 0 its last digits.
          { rtol: 1e-10, atol: 1e-13 },
        );
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test('a saturated float32 model is ranked by its gaps, not tied at 1', () => {
    // Gaps from 5 to 305, of which float32 takes those above 17.4 for certainty and float64 above 37.
    const rng = Rng.fromSeed(8);
    const gaps = Array.from({ length: 400 }, () => 5 + 300 * rng.uniform());
    const logits = hostTensor(
      'float32',
      [400, 3],
      Float32Array.from(gaps.flatMap((gap) => [0, gap, 0])),
    );
    const certain = gaps.filter((gap) => Math.fround(1 / (1 + 2 * Math.exp(-gap))) === 1);
    expect(certain.length).toBeGreaterThan(200);
    // Wrong where the gap is below the median: only a score that keeps the order sees it perfectly.
    const median = gaps.toSorted((a, b) => a - b)[200]!;
    const losses = Uint8Array.from(gaps, (gap) => (gap < median ? 1 : 0));
    for (const [name, scores] of Object.entries(softmaxScores(logits))) {
      const { failureAuroc, curve } = selectiveRisk(scores as Float64Array, losses);
      expect([name, failureAuroc, curve.coverages.length]).toEqual([name, 1, 400]);
    }
    expect(selectiveRisk(logitNormScores(logits, 0), losses).failureAuroc).toBe(1);
  });

  test('gaps at which the probability of any other class underflows still differ', () => {
    const { maxProbability, margin } = softmaxScores(
      matrixOf([
        [2000, 0],
        [3000, 0],
      ]),
    );
    expect([...maxProbability, ...margin]).toEqual([
      2000,
      3000,
      expect.closeTo(2000 - Math.LN2, 10),
      expect.closeTo(3000 - Math.LN2, 10),
    ]);
  });

  test('equal logits have no margin, and one class is certain', () => {
    const equal = softmaxScores(matrixOf([[4, 4]]));
    expect([equal.maxProbability[0], equal.margin[0]]).toEqual([-0, -Infinity]);
    expect(equal.negativeEntropy[0]).toBeCloseTo(-Math.LN2, 14);
    expect(softmaxScores(matrixOf([[4]])).maxProbability[0]).toBe(Infinity);
    expect(softmaxScores(matrixOf([[4]])).negativeEntropy[0]).toBeCloseTo(0, 14);
  });

  test('logits that are not finite are refused', () => {
    expect(() => softmaxScores(matrixOf([[1, Infinity]]))).toThrow(
      'softmaxScores: expected logits to be finite, got Infinity at row 0, column 1',
    );
  });
});
