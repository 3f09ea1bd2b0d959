import { describe, expect, it } from 'vitest';
import { hostTensor } from '../../tensor/index.ts';
import { logProbabilities } from './log-probabilities.ts';
import { scoreExamples } from './score-examples.ts';

const matrix = (columns: number, values: readonly number[]) =>
  hostTensor('float64', [values.length / columns, columns], Float64Array.from(values));

describe('logProbabilities', () => {
  it('gives logits of which softmax makes the probabilities again', () => {
    const { logits, raised } = logProbabilities(matrix(3, [0.2, 0.3, 0.5, 0.98, 0.01, 0.01]));
    const seen: number[] = [];
    scoreExamples(
      { logits, labels: Int32Array.of(0, 0) },
      { eachRow: (probabilities) => seen.push(...probabilities) },
    );
    [0.2, 0.3, 0.5, 0.98, 0.01, 0.01].forEach((probability, i) => {
      expect(seen[i]).toBeCloseTo(probability, 14);
    });
    expect(raised).toBe(0);
  });

  it('raises zeros, and counts them', () => {
    const { logits, raised } = logProbabilities(matrix(2, [0, 1]));
    expect([logits.data[0], logits.data[1], raised]).toEqual([-52 * Math.LN2, 0, 1]);
  });

  it('names the entry that is no probability', () => {
    expect(() => logProbabilities(matrix(2, [0.5, 0.5, 1.5, -0.5]))).toThrow(
      'logProbabilities: expected probabilities of at least 0, got -0.5 at row 1, column 1',
    );
  });
});
