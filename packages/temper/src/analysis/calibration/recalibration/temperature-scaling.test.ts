import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectedCalibrationError } from '../calibration-error.ts';
import { negativeLogLikelihood } from '../negative-log-likelihood.ts';
import { confidencesOf } from '../confidences-of.ts';
import { reliabilityDiagram } from '../reliability-diagram.ts';
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

  test('many rows: the part that is searched first does not decide where the search ends', () => {
    const predictions = randomPredictions(33, { count: 9000, scale: 2.5, numClasses: 3 });
    const { predicted } = confidencesOf(predictions);
    // Rows that the first search sees are all wrong, and alone would send T to its bound.
    const labels = predictions.labels.map((label, n) =>
      n % 4 === 0 ? (predicted[n]! + 1) % 3 : label,
    );
    const fit = fitTemperature({ ...predictions, labels });
    expect(fit.hitBound).toBe('none');
    expect(Math.abs(fit.derivativeAtSolution)).toBeLessThan(1e-12);
    const nll = (temperature: number): number =>
      negativeLogLikelihood({ ...predictions, labels }, { temperature }).mean;
    expect(fit.nllAfter).toBeCloseTo(nll(fit.temperature), 12);
    expect(nll(fit.temperature * 1.01)).toBeGreaterThan(fit.nllAfter);
    expect(nll(fit.temperature * 0.99)).toBeGreaterThan(fit.nllAfter);
  });

  test('many rows take two or three passes besides that at T = 1', () => {
    const fit = fitTemperature(randomPredictions(34, { count: 8000, scale: 2.5, numClasses: 3 }));
    expect(fit.iterations).toBeLessThanOrEqual(2);
    expect(Math.abs(fit.derivativeAtSolution)).toBeLessThan(1e-14);
  });

  test('the interval of two classes is that of their log odds', () => {
    // T = margin / L with L = log(p/(1 − p)), whose variance is 1/(N p (1 − p)): log T has it over L².
    const { temperature, interval } = fitTemperature(twoClasses(5, 75, 100));
    const error = 1 / (Math.log(3) * Math.sqrt(100 * 0.75 * 0.25));
    expect(interval!.method).toBe('sandwich');
    // 1.959964 is the 97.5% point of the standard normal.
    expect(Math.log(interval!.upper / temperature) / error).toBeCloseTo(1.959964, 4);
    expect(Math.log(temperature / interval!.lower) / error).toBeCloseTo(1.959964, 4);
  });

  test('95 in 100 intervals hold the temperature that the labels were drawn at', () => {
    // Normal logits with the label's raised by 1 are calibrated by their own odds, so that T is the scale.
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { interval } = fitTemperature(randomPredictions(seed, { count: 150, scale: 3 }));
      if (interval!.lower <= 3 && interval!.upper >= 3) held += 1;
    }
    // 190 ± 3 standard deviations of 3.1.
    expect(held).toBeGreaterThan(180);
    expect(held).toBeLessThan(200);
  });

  test('there is no interval at a bound, from one example, or when any T fits', () => {
    expect(fitTemperature(twoClasses(3, 5, 5)).interval).toBeNull();
    expect(fitTemperature(twoClasses(3, 0, 1)).interval).toBeNull();
    expect(fitTemperature(twoClasses(0, 1, 3)).interval).toBeNull();
  });

  // gpleiss 20, 23, 28, 29, 31: temperature negative, exploding, or ECE rising after scaling.
  test('the temperature is never negative, and never explodes beyond its bound', () => {
    for (const scale of [1e-6, 1e-3, 1, 1e3]) {
      for (const advantage of [-2, 0, 2]) {
        const fit = fitTemperature(randomPredictions(3, { count: 40, scale, advantage }));
        expect(fit.temperature).toBeGreaterThan(0);
        expect(fit.temperature).toBeLessThanOrEqual(Math.exp(10));
        expect(fit.nllAfter).toBeLessThanOrEqual(fit.nllBefore);
      }
    }
  });

  test('the ECE of an over-confident model falls after scaling, on another split too', () => {
    const drawn = { count: 3000, scale: 4, advantage: 1 };
    const { temperature } = fitTemperature(randomPredictions(51, drawn));
    const judged = randomPredictions(52, drawn);
    const ece = (t: number): number =>
      expectedCalibrationError(reliabilityDiagram(confidencesOf(judged, { temperature: t })));
    expect(ece(1)).toBeGreaterThan(0.2);
    expect(ece(temperature)).toBeLessThan(0.04);
  });

  test('the ECE may rise after scaling while the NLL falls: it is not what is minimised', () => {
    // Right 3 in 4 at confidence 3/4, but one certain mistake among many draws T up.
    const rows = [...Array.from({ length: 40 }, () => [Math.log(3), 0]), [12, 0]];
    const labels = [...Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? 1 : 0)), 1];
    const predictions = predictionsOf(rows, labels);
    const fit = fitTemperature(predictions);
    const ece = (temperature: number): number =>
      expectedCalibrationError(reliabilityDiagram(confidencesOf(predictions, { temperature })));
    expect(fit.nllAfter).toBeLessThan(fit.nllBefore);
    expect(ece(fit.temperature)).toBeGreaterThan(ece(1));
  });
});
