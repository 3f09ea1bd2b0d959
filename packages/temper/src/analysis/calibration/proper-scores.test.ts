import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../test/support/analysis.ts';
import { accuracy } from './accuracy.ts';
import { brierScore } from './brier-score.ts';
import { negativeLogLikelihood } from './negative-log-likelihood.ts';
import type { Predictions } from './predictions.ts';

const uniform = predictionsOf([[0, 0, 0, 0]], [2]);
const scores = { negativeLogLikelihood, brierScore };

describe('accuracy', () => {
  test('3 of 4, with an interval around it', () => {
    const { mean, standardError, count, interval } = accuracy(Uint8Array.of(1, 0, 1, 1));
    expect(mean).toBe(0.75);
    // Squared deviations sum to 0.75: √(0.75 / (4·3)).
    expect(standardError).toBeCloseTo(0.25, 14);
    expect(count).toBe(4);
    expect(interval.method).toBe('wilson');
    expect(interval.lower).toBeLessThan(0.75);
    expect(interval.upper).toBeGreaterThan(0.75);
  });

  test('no predictions are refused', () => {
    expect(() => accuracy(new Uint8Array(0))).toThrow('expected at least one prediction');
  });
});

describe('negativeLogLikelihood', () => {
  test('a uniform guess costs log K', () => {
    expect(negativeLogLikelihood(uniform).mean).toBeCloseTo(Math.log(4), 14);
    expect(negativeLogLikelihood(uniform).standardError).toBeNull();
  });

  test('odds of 3 to 1 cost log 4/3 when right, log 4 when wrong', () => {
    const row = [Math.log(3), 0];
    const { mean, standardError } = negativeLogLikelihood(predictionsOf([row, row], [0, 1]));
    expect(mean).toBeCloseTo((Math.log(4 / 3) + Math.log(4)) / 2, 14);
    expect(standardError).toBeCloseTo(Math.log(3) / 2, 14);
  });

  test('neither tiny nor huge losses are lost', () => {
    expect(
      negativeLogLikelihood(predictionsOf([[0, -600]], [0])).mean / Math.exp(-600),
    ).toBeCloseTo(1, 12);
    expect(negativeLogLikelihood(predictionsOf([[0, -6000]], [1])).mean).toBe(6000);
  });
});

describe('brierScore', () => {
  test('a uniform guess costs (K−1)/K; certainty costs 0 or 2', () => {
    expect(brierScore(uniform).mean).toBeCloseTo(0.75, 14);
    expect(brierScore(predictionsOf([[0, -900]], [0])).mean).toBe(0);
    expect(brierScore(predictionsOf([[0, -900]], [1])).mean).toBe(2);
  });

  test('odds of 3 to 1 cost 1/8 when right, 9/8 when wrong', () => {
    const row = [Math.log(3), 0];
    expect(brierScore(predictionsOf([row], [0])).mean).toBeCloseTo(1 / 8, 14);
    expect(brierScore(predictionsOf([row], [1])).mean).toBeCloseTo(9 / 8, 14);
  });
});

describe.each(Object.entries(scores))('%s', (_, score) => {
  test('does not change when a row is shifted', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: -50, max: 50, noNaN: true }), (seed, shift) => {
        const predictions = randomPredictions(seed, { count: 8 });
        const shifted: Predictions = {
          labels: predictions.labels,
          logits: {
            ...predictions.logits,
            data: Float64Array.from(predictions.logits.data, (z) => z + shift),
          },
        };
        expect(score(shifted).mean).toBeCloseTo(score(predictions).mean, 12);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  test('a temperature equals divided logits', () => {
    const predictions = randomPredictions(4);
    const divided: Predictions = {
      labels: predictions.labels,
      logits: {
        ...predictions.logits,
        data: predictions.logits.data.map((z) => z / 4),
      },
    };
    expect(score(predictions, { temperature: 4 }).mean).toBeCloseTo(score(divided).mean, 14);
  });

  test('mistakes are named', () => {
    expect(() => score(predictionsOf([[0, NaN]], [0]))).toThrow('got NaN at row 0, column 1');
    expect(() => score(predictionsOf([[0, 1]], [-1]))).toThrow('got -1 at row 0');
    expect(() => score(uniform, { temperature: 0 })).toThrow('temperature');
  });
});
