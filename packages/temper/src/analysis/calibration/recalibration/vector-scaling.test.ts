import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { hostTensor } from '../../../tensor/index.ts';
import { negativeLogLikelihood } from '../negative-log-likelihood.ts';
import type { Predictions } from '../predictions.ts';
import { recalibrate } from './recalibrate.ts';
import type { Recalibrator } from './recalibrator.ts';
import { fitVectorScaling } from './vector-scaling.ts';

function nllAfter(recalibrator: Recalibrator, { logits, labels }: Predictions): number {
  const result = recalibrate(recalibrator, logits);
  if (!('logits' in result)) throw new Error('expected logits');
  return negativeLogLikelihood({ logits: result.logits, labels }).mean;
}

/** Class `order[k]` becomes class k. */
function permuted({ logits, labels }: Predictions, order: readonly number[]): Predictions {
  const numClasses = order.length;
  const data = Float64Array.from(logits.data, (_, i) => {
    const k = i % numClasses;
    return logits.data[i - k + order[k]!]!;
  });
  return {
    logits: hostTensor('float64', logits.shape, data),
    labels: labels.map((label) => order.indexOf(label)),
  };
}

describe('fitVectorScaling', () => {
  test('two classes of constant logits: the biases are half of the log odds of the labels', () => {
    const rows = Array.from({ length: 10 }, () => [0, 0]);
    const fit = fitVectorScaling(predictionsOf(rows, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), {
      penalty: 0,
    });
    expectAllClose(fit.recalibrator.biases, [Math.log(9) / 2, -Math.log(9) / 2], { rtol: 1e-9 });
    expectAllClose(fit.recalibrator.scales, [1, 1]);
    expect(fit.nllAfter).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 14);
  });

  test.each([0.2, 1, 5])('at scale %d the NLL falls, to what is reported', (scale) => {
    const predictions = randomPredictions(3, { count: 200, scale, numClasses: 5 });
    const fit = fitVectorScaling(predictions);
    expect(fit.converged).toBe(true);
    expect(fit.nllBefore).toBeCloseTo(negativeLogLikelihood(predictions).mean, 12);
    expect(fit.nllAfter).toBeLessThan(fit.nllBefore);
    expect(fit.nllAfter).toBeCloseTo(nllAfter(fit.recalibrator, predictions), 12);
  });

  test('classes in another order get the same numbers in that order', () => {
    const predictions = randomPredictions(5, { count: 150, scale: 2 });
    const order = [2, 0, 3, 1];
    const { scales, biases } = fitVectorScaling(predictions).recalibrator;
    const other = fitVectorScaling(permuted(predictions, order)).recalibrator;
    const inOrder = (values: readonly number[]): number[] => order.map((k) => values[k]!);
    // Both stop at 1e-10 standard units, on other paths.
    expectAllClose(other.scales, inOrder(scales), { rtol: 1e-7 });
    expectAllClose(other.biases, inOrder(biases), { atol: 1e-7 });
  });

  test('fitted on one half it undoes distortion on the other', () => {
    const distort = (predictions: Predictions): Predictions => ({
      labels: predictions.labels,
      logits: {
        ...predictions.logits,
        data: Float64Array.from(
          predictions.logits.data,
          (z, i) => z * [1, 2, 4, 0.5][i % 4]! + [0, 2, -2, 1][i % 4]!,
        ),
      },
    });
    const [fitting, judging] = [11, 12].map((seed) =>
      distort(randomPredictions(seed, { count: 2000, advantage: 2 })),
    ) as [Predictions, Predictions];
    const { recalibrator } = fitVectorScaling(fitting);
    const undone = nllAfter(recalibrator, judging);
    // The labels are drawn so that logits 2z are their true log odds.
    const truth = negativeLogLikelihood(
      randomPredictions(12, { count: 2000, advantage: 2, scale: 2 }),
    ).mean;
    expect(negativeLogLikelihood(judging).mean).toBeGreaterThan(undone + 0.2);
    expect(undone).toBeLessThan(truth + 0.01);
  });

  test('a class never seen and data that separate are fitted, and named', () => {
    const rows = [
      [3, 0, 1],
      [4, 1, 0],
      [0, 3, 1],
      [1, 4, 0],
    ];
    const fit = fitVectorScaling(predictionsOf(rows, [0, 0, 1, 1]));
    expect(fit.unseenClasses).toEqual([2]);
    expect(fit.converged).toBe(true);
    expect(fit.nllAfter).toBeLessThan(0.01);
    expect(fit.recalibrator.biases[2]).toBeGreaterThan(-30);
    expect(fit.recalibrator.biases[2]).toBeLessThan(0);
    const free = fitVectorScaling(predictionsOf(rows, [0, 0, 1, 1]), { penalty: 0 });
    expect(free.nllAfter).toBeLessThan(1e-6);
    expect(free.recalibrator.scales.every(Number.isFinite)).toBe(true);
  });

  test('one class, and one row, are no mistake', () => {
    const one = fitVectorScaling(predictionsOf([[3], [2]], [0, 0]));
    expect(one.recalibrator).toMatchObject({ scales: [1], biases: [0] });
    expect(fitVectorScaling(predictionsOf([[3, 1]], [1])).nllAfter).toBeLessThan(0.1);
  });

  test('probabilities and a negative penalty are refused', () => {
    expect(() => fitVectorScaling(predictionsOf([[0.5, 0.5]], [0]))).toThrow(
      'fitVectorScaling: expected logits, got probabilities',
    );
    expect(() => fitVectorScaling(randomPredictions(1), { penalty: -1 })).toThrow(
      'expected penalty in [0, Infinity], got -1',
    );
  });
});
