import { describe, expect, test } from 'vitest';
import { matrixOf, predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { Rng } from '../../../base/index.ts';
import type { Predictions } from '../predictions.ts';
import { bestLogitNorm, logitNormScores } from './logit-norm.ts';
import { selectiveRisk } from './selective-risk.ts';
import { softmaxScores } from './softmax-scores.ts';

/** The predicted class, by a plain search. */
function lossesOf({ logits, labels }: Predictions): Uint8Array {
  const width = logits.shape[1]!;
  return Uint8Array.from(labels, (label, n) => {
    const row = [...logits.data.subarray(n * width, (n + 1) * width)];
    return row.indexOf(Math.max(...row)) === label ? 0 : 1;
  });
}

function aurcOf(predictions: Predictions, scores: Float64Array): number {
  return selectiveRisk(scores, lossesOf(predictions)).aurc.trapezoid;
}

/** Rows whose scale says nothing, but spoils the maximum probability. */
function randomlyScaled(seed: number): Predictions {
  const rng = Rng.fromSeed(seed);
  const { logits, labels } = randomPredictions(seed, { count: 800, numClasses: 10, advantage: 2 });
  const scales = Float64Array.from(labels, () => Math.exp(2 * rng.normal()));
  const data = Float64Array.from(logits.data, (value, i) => value * scales[Math.floor(i / 10)]!);
  return { labels, logits: { ...logits, data, dtype: 'float64' } };
}

describe('logitNormScores', () => {
  test('by hand: 6, 2, 1 is 3, −1, −2 about its mean', () => {
    const logits = matrixOf([[2, 6, 1]]);
    const scores = [0, 1, 2, 3].map((p) => logitNormScores(logits, p)[0]!);
    expectAllClose(scores, [3, 3 / 6, 3 / Math.sqrt(14), 3 / Math.cbrt(36)], { rtol: 1e-14 });
  });

  test('neither shift nor, above p = 0, scale of a row matters, however large', () => {
    const rows = [1e-60, 1, 1e60].map((scale) => [2 * scale, 6 * scale, scale]);
    for (const p of [1, 4, 8]) {
      const [small, one, large] = logitNormScores(matrixOf([...rows, [102, 106, 101]]), p);
      expectAllClose([small!, large!], [one!, one!], { rtol: 1e-13 });
    }
    const [plain, shifted] = logitNormScores(
      matrixOf([
        [2, 6, 1],
        [102, 106, 101],
      ]),
      3,
    );
    expect(shifted).toBeCloseTo(plain!, 13);
  });

  test('null is the maximum probability, and equal logits score 0', () => {
    const { logits } = randomPredictions(1);
    expect(logitNormScores(logits, null)).toEqual(softmaxScores(logits).maxProbability);
    // Three times 0.1 is not 0.3: the mean must not be rounded into a difference.
    expect([...logitNormScores(matrixOf([[0.1, 0.1, 0.1]]), 2)]).toEqual([0]);
  });

  test('a p that is not whole is refused', () => {
    expect(() => logitNormScores(matrixOf([[1, 2]]), 1.5)).toThrow('logitNormScores: expected p');
  });
});

describe('bestLogitNorm', () => {
  test('is the least area of all that were tried', () => {
    for (const seed of [1, 2]) {
      const predictions = randomlyScaled(seed);
      const { p, aurc, maxProbabilityAurc, rows } = bestLogitNorm(predictions);
      const areas = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((each) =>
        aurcOf(predictions, logitNormScores(predictions.logits, each)),
      );
      expect(rows).toBe(800);
      expect(aurc).toBeCloseTo(Math.min(...areas), 12);
      expect(areas[p!]).toBeCloseTo(aurc, 12);
      expect(maxProbabilityAurc).toBeCloseTo(
        aurcOf(predictions, logitNormScores(predictions.logits, null)),
        12,
      );
      // Scale without meaning is what the norm takes out.
      expect(aurc).toBeLessThan(0.8 * maxProbabilityAurc);
    }
  });

  test('falls back to the maximum probability where the scale is what tells', () => {
    // Right where the two greatest logits are far apart; the third pulls the centre at random.
    const rng = Rng.fromSeed(3);
    const rows = Array.from({ length: 300 }, () => [0, 4 * rng.uniform(), -40 * rng.uniform()]);
    const labels = rows.map((row) => (row[1]! > 2 ? 1 : 0));
    const { p, aurc, maxProbabilityAurc } = bestLogitNorm(predictionsOf(rows, labels));
    expect(p).toBeNull();
    expect(aurc).toBe(maxProbabilityAurc);
  });

  test('two classes leave p = 0, the order of the maximum probability', () => {
    const { p, aurc, maxProbabilityAurc } = bestLogitNorm(
      randomPredictions(5, { count: 200, numClasses: 2 }),
    );
    expect(p).toBe(0);
    expect(aurc).toBeCloseTo(maxProbabilityAurc, 13);
  });

  test('chooses on as many rows as asked for, drawn by the seed', () => {
    const predictions = randomlyScaled(4);
    const few = bestLogitNorm(predictions, { rows: 200, seed: 1 });
    expect(few.rows).toBe(200);
    expect(bestLogitNorm(predictions, { rows: 200, seed: 1 })).toEqual(few);
    expect(bestLogitNorm(predictions, { rows: 200, seed: 2 }).aurc).not.toBe(few.aurc);
    expect(() => bestLogitNorm(predictions, { rows: 0 })).toThrow('bestLogitNorm: expected rows');
  });
});
