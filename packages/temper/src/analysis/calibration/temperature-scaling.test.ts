import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../test/support/analysis.ts';
import { negativeLogLikelihood } from './negative-log-likelihood.ts';
import { confidencesOf } from './confidences-of.ts';
import { fitTemperature } from './temperature-scaling.ts';

/** Two classes with a logit difference of `margin`, of which `right` of `count` are right. */
function twoClasses(
  margin: number,
  right: number,
  count: number,
): ReturnType<typeof predictionsOf> {
  const rows = Array.from({ length: count }, () => [margin, 0]);
  return predictionsOf(
    rows,
    rows.map((_, n) => (n < right ? 0 : 1)),
  );
}

describe('fitTemperature', () => {
  // sigmoid(margin/T) = right/count is solved by T = margin / log(right/(count − right)).
  test.each([
    { margin: 2, right: 3, count: 4, temperature: 2 / Math.log(3) },
    { margin: 0.1, right: 9, count: 10, temperature: 0.1 / Math.log(9) },
    { margin: 300, right: 51, count: 100, temperature: 300 / Math.log(51 / 49) },
    { margin: Math.log(3), right: 3, count: 4, temperature: 1 },
  ])(
    'two classes at margin $margin, $right of $count right',
    ({ margin, right, count, temperature }) => {
      const fit = fitTemperature(twoClasses(margin, right, count));
      expect(fit.temperature / temperature).toBeCloseTo(1, 11);
      expect(fit.inverseTemperature * fit.temperature).toBeCloseTo(1, 14);
      expect(Math.abs(fit.derivativeAtSolution)).toBeLessThan(1e-13);
      expect(fit.hitBound).toBe('none');
      const p = right / count;
      expect(fit.nllAfter).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 13);
    },
  );

  test.each([0.01, 3, 30, 1000])(
    'separable data at margin %d drive T to its lower bound',
    (margin) => {
      const fit = fitTemperature(twoClasses(margin, 5, 5));
      expect(fit.hitBound).toBe('lower');
      expect(fit.temperature).toBeCloseTo(Math.exp(-10), 18);
      expect(fit.nllAfter).toBeLessThanOrEqual(fit.nllBefore);
      expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
    },
  );

  test('logits worse than none drive T to its upper bound, and the NLL to log K', () => {
    const fit = fitTemperature(twoClasses(5, 2, 5));
    expect(fit.hitBound).toBe('upper');
    expect(fit.temperature).toBeCloseTo(Math.exp(10), 7);
    expect(fit.nllAfter).toBeCloseTo(Math.LN2, 4);
  });

  test('labels drawn without regard to the logits: T is large or at its bound', () => {
    for (const seed of [1, 2, 3, 4]) {
      const fit = fitTemperature(randomPredictions(seed, { count: 2000, advantage: 0 }));
      expect(fit.temperature).toBeGreaterThan(10);
      expect(fit.nllAfter).toBeLessThan(Math.log(4) + 1e-4);
    }
  });

  test('logits that are the same for every class leave T at 1', () => {
    const fit = fitTemperature(
      predictionsOf(
        [
          [2, 2, 2],
          [-1, -1, -1],
        ],
        [0, 1],
      ),
    );
    expect(fit).toMatchObject({ temperature: 1, hitBound: 'none', derivativeAtSolution: 0 });
    expect(fit.nllAfter).toBeCloseTo(Math.log(3), 14);
  });

  test('is the minimum, reports the NLL it has there, and keeps every prediction', () => {
    const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1e6), scale, (seed, factor) => {
        const predictions = randomPredictions(seed, { scale: factor, advantage: 0.8 });
        const fit = fitTemperature(predictions);
        const nll = (temperature: number): number =>
          negativeLogLikelihood(predictions, { temperature }).mean;
        expect(fit.hitBound).toBe('none');
        expect(fit.nllAfter).toBeCloseTo(nll(fit.temperature), 12);
        expect(fit.nllBefore).toBeCloseTo(nll(1), 10);
        for (const step of [0.5, 0.99, 1.01, 2]) {
          expect(nll(fit.temperature * step)).toBeGreaterThan(fit.nllAfter);
        }
        const scaled = confidencesOf(predictions, { temperature: fit.temperature });
        expect(scaled.predicted).toEqual(confidencesOf(predictions).predicted);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  test('logits times c have c times the temperature', () => {
    const one = fitTemperature(randomPredictions(21));
    const seven = fitTemperature(randomPredictions(21, { scale: 7 }));
    expect(seven.temperature / one.temperature).toBeCloseTo(7, 10);
  });

  test('probabilities are refused with the remedy; their logarithms are not', () => {
    const probabilities = [
      [0.7, 0.3],
      [0.4, 0.6],
      [0.8, 0.2],
    ];
    const labels = [0, 0, 0];
    expect(() => fitTemperature(predictionsOf(probabilities, labels))).toThrow(
      /expected logits, got probabilities .*; pass their logarithms/,
    );
    const logarithms = probabilities.map((row) => row.map(Math.log));
    expect(fitTemperature(predictionsOf(logarithms, labels)).hitBound).toBe('none');
  });

  test('what cannot be scored is refused with its row', () => {
    expect(() => fitTemperature(predictionsOf([[0, NaN]], [0]))).toThrow(
      'got NaN at row 0, column 1',
    );
    expect(() => fitTemperature(predictionsOf([[0, 3]], [5]))).toThrow('got 5 at row 0');
  });
});
