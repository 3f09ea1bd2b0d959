import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { hostTensor } from '../../../tensor/index.ts';
import { negativeLogLikelihood } from '../negative-log-likelihood.ts';
import type { Predictions } from '../predictions.ts';
import { fitMatrixScaling } from './matrix-scaling.ts';
import { recalibrate } from './recalibrate.ts';
import { fitVectorScaling } from './vector-scaling.ts';

/** Logits that are mixed: a third of each class’s logit leaks into the next. */
function mixed(seed: number, count: number): Predictions {
  const { logits, labels } = randomPredictions(seed, { count, advantage: 2, numClasses: 3 });
  const data = Float64Array.from(logits.data, (z, i) => {
    const k = i % 3;
    return 3 * z + 1.5 * logits.data[i - k + ((k + 2) % 3)]!;
  });
  return { labels, logits: hostTensor('float64', logits.shape, data) };
}

describe('fitMatrixScaling', () => {
  test('never above the identity in-sample, nor above vector scaling when free', () => {
    for (const scale of [0.2, 1, 6]) {
      const predictions = randomPredictions(7, { count: 120, scale });
      const free = fitMatrixScaling(predictions, { offDiagonal: 0, bias: 0 });
      const vector = fitVectorScaling(predictions, { penalty: 0 });
      expect(free.converged).toBe(true);
      expect(free.nllAfter).toBeLessThan(vector.nllAfter);
      expect(vector.nllAfter).toBeLessThan(free.nllBefore);
    }
  });

  test('fitted on one half it undoes a mixture on the other, better than vector scaling', () => {
    const [fitting, judging] = [mixed(31, 1500), mixed(32, 1500)];
    const judge = (result: ReturnType<typeof recalibrate>): number => {
      if (!('logits' in result)) throw new Error('expected logits');
      return negativeLogLikelihood({ logits: result.logits, labels: judging.labels }).mean;
    };
    const matrix = judge(
      recalibrate(fitMatrixScaling(fitting, { offDiagonal: 0 }).recalibrator, judging.logits),
    );
    const vector = judge(recalibrate(fitVectorScaling(fitting).recalibrator, judging.logits));
    const truth = negativeLogLikelihood(
      randomPredictions(32, { count: 1500, advantage: 2, numClasses: 3, scale: 2 }),
    ).mean;
    expect(matrix).toBeLessThan(vector - 0.02);
    expect(matrix).toBeLessThan(truth + 0.02);
  });

  test('a strong penalty leaves only the diagonal', () => {
    const predictions = randomPredictions(9, { count: 100, scale: 3 });
    const { weights, biases } = fitMatrixScaling(predictions, {
      offDiagonal: 1e6,
      bias: 1e6,
    }).recalibrator;
    for (const [i, row] of weights.entries()) {
      for (const [j, weight] of row.entries()) {
        if (i === j) expect(weight).toBeGreaterThan(0.1);
        else expect(Math.abs(weight)).toBeLessThan(1e-5);
      }
    }
    expectAllClose(biases, [0, 0, 0, 0], { atol: 1e-5 });
  });

  test('classes in another order get the same matrix in that order', () => {
    const predictions = randomPredictions(13, { count: 150, numClasses: 3, scale: 2 });
    const order = [2, 0, 1];
    const data = Float64Array.from(
      predictions.logits.data,
      (_, i) => predictions.logits.data[i - (i % 3) + order[i % 3]!]!,
    );
    const other = fitMatrixScaling({
      logits: hostTensor('float64', predictions.logits.shape, data),
      labels: predictions.labels.map((label) => order.indexOf(label)),
    }).recalibrator;
    const { weights, biases } = fitMatrixScaling(predictions).recalibrator;
    const expected = order.flatMap((i) => order.map((j) => weights[i]![j]!));
    // Both stop at 1e-10 standard units, on other paths.
    expectAllClose(other.weights.flat(), expected, { atol: 1e-7 });
    expectAllClose(
      other.biases,
      order.map((i) => biases[i]!),
      { atol: 1e-7 },
    );
  });

  test('without a penalty the off-diagonal weights of a column have mean 0', () => {
    const { weights } = fitMatrixScaling(randomPredictions(15, { count: 90 }), {
      offDiagonal: 0,
    }).recalibrator;
    for (let j = 0; j < 4; j++) {
      const beside = weights.reduce((sum, row, i) => sum + (i === j ? 0 : row[j]!), 0);
      expect(beside).toBeCloseTo(0, 12);
    }
  });

  test('more numbers than examples, and far too many classes, are refused with the remedy', () => {
    const few = randomPredictions(1, { count: 20 });
    expect(() => fitMatrixScaling(few, { offDiagonal: 0 })).toThrow(
      'expected more than 20 examples for the 20 numbers of 4 classes, got 20; give offDiagonal above 0, or use vector',
    );
    expect(fitMatrixScaling(few).converged).toBe(true);
    expect(() => fitMatrixScaling(randomPredictions(1, { count: 2, numClasses: 300 }))).toThrow(
      'expected at most 256 classes, got 300',
    );
  });

  test('equal logits, one class and separable data do not break it', () => {
    const equal = predictionsOf(
      Array.from({ length: 9 }, () => [2, 2]),
      [0, 0, 0, 0, 0, 0, 1, 1, 1],
    );
    const fit = fitMatrixScaling(equal, { offDiagonal: 0, bias: 0 });
    expect(fit.nllAfter).toBeCloseTo(-(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3), 12);
    expect(fitMatrixScaling(predictionsOf([[3], [2], [1]], [0, 0, 0])).nllAfter).toBe(0);
    const rows = Array.from({ length: 8 }, (_, n) => (n < 4 ? [2, 0] : [0, 2]));
    const separable = fitMatrixScaling(predictionsOf(rows, [0, 0, 0, 0, 1, 1, 1, 1]), {
      offDiagonal: 0,
      bias: 0,
    });
    expect(separable.nllAfter).toBeLessThan(1e-6);
    expect(separable.recalibrator.weights.flat().every(Number.isFinite)).toBe(true);
  });
});
