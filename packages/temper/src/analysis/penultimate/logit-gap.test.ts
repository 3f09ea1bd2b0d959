import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../../../test/support/analysis.ts';
import { logitGap, logitGapsOf, optimalLogitGap } from './logit-gap.ts';

// Gaps 3 and 1; differences to single classes 2, 4 and 1, 1.
const hand = predictionsOf(
  [
    [3, 1, -1],
    [0, 0, 1],
  ],
  [0, 2],
);

describe('optimalLogitGap', () => {
  test.each([
    [2, 0.5],
    [10, 0.1],
    [1000, 0.1],
    [10, 1e-12],
    [3, 1 - 1e-9],
  ])('%d classes, α = %d: softmax of the gap is the smoothed target', (numClasses, alpha) => {
    const gap = optimalLogitGap(numClasses, alpha)!;
    const target = 1 - alpha + alpha / numClasses;
    const others = 1 / (1 + Math.exp(gap) / (numClasses - 1));
    expect(1 - others).toBeCloseTo(target, 14);
    expect((others / (1 - target)) * 1e-3).toBeCloseTo(1e-3, 6);
  });

  test('hard labels have none', () => {
    expect(optimalLogitGap(10, 0)).toBeNull();
  });

  test('what is no smoothing, or no choice of classes, is refused', () => {
    for (const alpha of [1, -0.1, NaN]) {
      expect(() => optimalLogitGap(10, alpha)).toThrow('expected alpha in [0, 1)');
    }
    expect(() => optimalLogitGap(1, 0.1)).toThrow('numClasses');
  });
});

describe('logitGap', () => {
  test('by hand', () => {
    const { mean, standardDeviation, pairStandardDeviation, optimum, count } = logitGap(hand, {
      alpha: 0.1,
    });
    expect(mean).toBeCloseTo(2, 14);
    expect(standardDeviation).toBeCloseTo(1, 14);
    expect(pairStandardDeviation).toBeCloseTo(Math.sqrt(1.5), 14);
    expect(optimum).toBeCloseTo(Math.log(28), 14);
    expect(count).toBe(2);
  });

  test('every example has its own gap', () => {
    expect([...logitGapsOf(hand)]).toEqual([3, 1]);
  });

  test('logits at the optimum have its gap and no spread, whatever the row is shifted by', () => {
    const gap = Math.log(28);
    const atOptimum = predictionsOf(
      [
        [gap, 0, 0],
        [7, 7, 7 + gap],
        [-3, gap - 3, -3],
      ],
      [0, 2, 1],
    );
    const result = logitGap(atOptimum, { alpha: 0.1 });
    expect(result.mean).toBeCloseTo(result.optimum!, 12);
    expect(result.standardDeviation).toBeCloseTo(0, 12);
    expect(result.pairStandardDeviation).toBeCloseTo(0, 12);
  });

  test('hard labels have no optimum, and the result survives JSON', () => {
    const result = logitGap(hand, { alpha: 0 });
    expect(result.optimum).toBeNull();
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('a single class is refused', () => {
    expect(() => logitGap(predictionsOf([[1]], [0]), { alpha: 0.1 })).toThrow('at least 2 classes');
    expect(() => logitGapsOf(predictionsOf([[1]], [0]))).toThrow('at least 2 classes');
  });
});
