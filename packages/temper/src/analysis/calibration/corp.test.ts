import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { corpDecomposition, corpReliability } from './corp.ts';
import { type EventScore, logScore, quadraticScore } from './event-scores.ts';
import type { TopLabelConfidences } from './predictions.ts';

function topLabel(confidences: readonly number[], correct: readonly number[]): TopLabelConfidences {
  return { confidences: Float64Array.from(confidences), correct: Uint8Array.from(correct) };
}

/** Pseudo-spherical score of degree 2, another proper one. */
const sphericalScore: EventScore = (p, occurred) => -(occurred ? p : 1 - p) / Math.hypot(p, 1 - p);

const randomTopLabel = fc
  .record({
    seed: fc.nat(1e6),
    count: fc.integer({ min: 1, max: 60 }),
    steps: fc.constantFrom(5, 1e6),
  })
  .map(({ seed, count, steps }) => {
    const rng = Rng.fromSeed(seed);
    // Few steps make ties; 0 and 1 are left out, at which the log score is infinite.
    const confidences = Array.from({ length: count }, () => (1 + rng.integer(steps)) / (steps + 1));
    return topLabel(
      confidences,
      confidences.map((c) => (rng.uniform() < c * c ? 1 : 0)),
    );
  });

describe('corpReliability', () => {
  test('by hand: ties are pooled, then what falls', () => {
    const { blocks, count } = corpReliability(
      topLabel([0.9, 0.2, 0.5, 0.9, 0.6, 0.2], [1, 0, 1, 1, 0, 0]),
    );
    expect(count).toBe(6);
    expect(blocks).toEqual([
      { lower: 0.2, upper: 0.2, count: 2, meanConfidence: 0.2, accuracy: 0 },
      { lower: 0.5, upper: 0.6, count: 2, meanConfidence: 0.55, accuracy: 0.5 },
      { lower: 0.9, upper: 0.9, count: 2, meanConfidence: 0.9, accuracy: 1 },
    ]);
  });

  test.each([
    ['one example', [0.7], [1], 1],
    ['all right', [0.2, 0.9, 0.5], [1, 1, 1], 1],
    ['all wrong', [0.2, 0.9, 0.5], [0, 0, 0], 0],
    ['confidences all 1', [1, 1, 1, 1], [1, 0, 1, 1], 0.75],
  ])('%s: one block', (_, confidences, correct, accuracy) => {
    const { blocks } = corpReliability(topLabel(confidences, correct));
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ count: correct.length, accuracy });
  });

  test('accuracies rise, and blocks hold everything once, in any order of the examples', () => {
    fc.assert(
      fc.property(randomTopLabel, (predictions) => {
        const { blocks } = corpReliability(predictions);
        for (let b = 1; b < blocks.length; b++) {
          expect(blocks[b]!.accuracy).toBeGreaterThan(blocks[b - 1]!.accuracy);
          expect(blocks[b]!.lower).toBeGreaterThan(blocks[b - 1]!.upper);
        }
        for (const block of blocks) {
          const inside = Array.from(predictions.correct).filter((_, n) => {
            const confidence = predictions.confidences[n]!;
            return block.lower <= confidence && confidence <= block.upper;
          });
          expect(inside).toHaveLength(block.count);
          expect(inside.reduce((sum, a) => sum + a, 0) / inside.length).toBe(block.accuracy);
        }
        const reversed = {
          confidences: predictions.confidences.slice().reverse(),
          correct: predictions.correct.slice().reverse(),
        };
        expect(corpReliability(reversed).blocks).toEqual(blocks);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  test('unsound predictions are refused', () => {
    expect(() => corpReliability(topLabel([2], [1]))).toThrow(
      'corpReliability: expected confidences',
    );
    expect(() => corpDecomposition(topLabel([], []))).toThrow('at least one, got 0 and 0');
  });
});

describe('corpDecomposition', () => {
  test('of the quadratic score by hand', () => {
    // Blocks: 0.2 → ½, 0.8 → 1; overall ¾.
    const parts = corpDecomposition(topLabel([0.2, 0.8, 0.2, 0.8], [0, 1, 1, 1]), quadraticScore);
    expect(parts.score).toBeCloseTo((0.04 + 0.04 + 0.64 + 0.04) / 4, 14);
    expect(parts.uncertainty).toBeCloseTo(3 / 16, 14);
    expect(parts.miscalibration).toBeCloseTo(0.19 - 0.125, 14);
    expect(parts.discrimination).toBeCloseTo(3 / 16 - 1 / 8, 14);
  });

  test.each([
    ['the log score', logScore],
    ['the quadratic score', quadraticScore],
    ['the spherical score', sphericalScore],
  ])(
    'of %s: miscalibration − discrimination + uncertainty is the mean score, and both are ≥ 0',
    (_, score) => {
      fc.assert(
        fc.property(randomTopLabel, (predictions) => {
          const parts = corpDecomposition(predictions, score);
          const scores = Array.from(predictions.confidences, (c, n) =>
            score(c, predictions.correct[n] === 1),
          );
          const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
          expect(parts.score).toBeCloseTo(mean, 12);
          expect(parts.miscalibration - parts.discrimination + parts.uncertainty).toBeCloseTo(
            mean,
            12,
          );
          expect(parts.miscalibration).toBeGreaterThanOrEqual(0);
          expect(parts.discrimination).toBeGreaterThanOrEqual(0);
        }),
        { seed: 9, numRuns: 100 },
      );
    },
  );

  test('always stating the accuracy is calibrated and discriminates nothing', () => {
    const parts = corpDecomposition(topLabel([0.75, 0.75, 0.75, 0.75], [1, 0, 1, 1]));
    const entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    expect(parts.miscalibration).toBeCloseTo(0, 14);
    expect(parts.discrimination).toBeCloseTo(0, 14);
    expect(parts.uncertainty).toBeCloseTo(entropy, 14);
  });

  test('certain and always right costs nothing; certain and once wrong, infinitely much in nats', () => {
    expect(corpDecomposition(topLabel([1, 1], [1, 1]))).toEqual({
      score: 0,
      miscalibration: 0,
      discrimination: 0,
      uncertainty: 0,
    });
    const wrong = topLabel([1, 1], [1, 0]);
    expect(corpDecomposition(wrong)).toMatchObject({
      score: Infinity,
      miscalibration: Infinity,
      discrimination: 0,
    });
    expect(corpDecomposition(wrong, quadraticScore)).toMatchObject({
      score: 0.5,
      miscalibration: 0.25,
    });
  });
});
