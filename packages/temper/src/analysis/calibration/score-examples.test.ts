import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import type { Predictions } from './predictions.ts';
import { scoreExamples } from './score-examples.ts';

/** Logits in a row each. */
function predictions(rows: readonly (readonly number[])[], labels: readonly number[]): Predictions {
  const shape = [rows.length, rows[0]!.length];
  return {
    logits: hostTensor('float64', shape, Float64Array.from(rows.flat())),
    labels: Int32Array.from(labels),
  };
}

describe('scoreExamples', () => {
  it('gives the figures of probabilities that are known', () => {
    // softmax of the logarithms of 1 : 2 : 5.
    const rows = [[0, Math.log(2), Math.log(5)]];
    const right = scoreExamples(predictions(rows, [2]));
    expect(right.confidences[0]).toBeCloseTo(5 / 8, 15);
    expect([right.predicted[0], right.correct[0]]).toEqual([2, 1]);
    expect(right.nll[0]).toBeCloseTo(Math.log(8 / 5), 15);
    expect(right.brier[0]).toBeCloseTo((9 + 1 + 4) / 64, 15);
    const wrong = scoreExamples(predictions(rows, [0]));
    expect(wrong.correct[0]).toBe(0);
    expect(wrong.nll[0]).toBeCloseTo(Math.log(8), 15);
    expect(wrong.brier[0]).toBeCloseTo((49 + 4 + 25) / 64, 15);
  });

  it('divides logits by the temperature', () => {
    const rows = [[0, 2 * Math.log(2), 2 * Math.log(5)]];
    const { confidences } = scoreExamples(predictions(rows, [2]), { temperature: 2 });
    expect(confidences[0]).toBeCloseTo(5 / 8, 15);
  });

  it('keeps what a nearly certain model still says', () => {
    const scores = scoreExamples(predictions([[60, 0]], [0]));
    expect(scores.confidences[0]).toBe(1);
    expect(scores.doubts[0]! / Math.exp(-60)).toBeCloseTo(1, 12);
    expect(scores.nll[0]! / Math.exp(-60)).toBeCloseTo(1, 12);
    expect(scores.brier[0]! / (2 * Math.exp(-120))).toBeCloseTo(1, 12);
    const wrong = scoreExamples(predictions([[1000, 0]], [1]));
    expect(wrong.nll[0]).toBe(1000);
    expect(wrong.brier[0]).toBe(2);
  });

  it('takes the first of equal logits', () => {
    const { predicted, correct, confidences } = scoreExamples(predictions([[1, 3, 3]], [2]));
    expect([predicted[0], correct[0]]).toEqual([1, 0]);
    expect(confidences[0]).toBeCloseTo(1 / (2 + Math.exp(-2)), 15);
  });

  it('agrees with a plain softmax on random logits, and hands on its rows', () => {
    const rng = Rng.fromSeed(3);
    const rows = Array.from({ length: 50 }, () =>
      Array.from({ length: 7 }, () => 4 * rng.normal()),
    );
    const labels = rows.map(() => rng.integer(7));
    const seen: number[] = [];
    const scores = scoreExamples(predictions(rows, labels), {
      temperature: 1.7,
      eachRow: (probabilities, label) => {
        const row = rows[seen.length]!;
        const total = row.reduce((sum, z) => sum + Math.exp(z / 1.7), 0);
        row.forEach((z, k) => {
          expect(probabilities[k]).toBeCloseTo(Math.exp(z / 1.7) / total, 14);
        });
        seen.push(label);
      },
    });
    expect(seen).toEqual(labels);
    rows.forEach((row, n) => {
      const total = row.reduce((sum, z) => sum + Math.exp(z / 1.7), 0);
      const p = row.map((z) => Math.exp(z / 1.7) / total);
      expect(scores.confidences[n]).toBeCloseTo(Math.max(...p), 14);
      expect(scores.nll[n]).toBeCloseTo(-Math.log(p[labels[n]!]!), 12);
      const brier = p.reduce((sum, q, k) => sum + (q - (k === labels[n] ? 1 : 0)) ** 2, 0);
      expect(scores.brier[n]).toBeCloseTo(brier, 13);
    });
  });

  it('refuses what cannot be scored', () => {
    expect(() => scoreExamples(predictions([[1, NaN]], [0]))).toThrow(
      'scoreExamples: expected logits to be finite, got NaN at row 0, column 1',
    );
    expect(() => scoreExamples(predictions([[1, 2]], [2]))).toThrow(/label/);
    expect(() => scoreExamples(predictions([[1, 2]], [0]), { temperature: 0 })).toThrow(
      /temperature/,
    );
  });
});
