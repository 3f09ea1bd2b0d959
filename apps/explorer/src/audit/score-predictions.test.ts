import { hostTensor } from 'temper';
import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../../packages/temper/test/support/matchers.ts';
import { scorePredictions } from './score-predictions.ts';

// Both rows give their larger logit probability 3/4 at T = 1 and 9/10 at T = 1/2; the first is right.
const log3 = Math.log(3);
const predictions = {
  logits: hostTensor('float64', [2, 2], Float64Array.of(log3, 0, 0, log3)),
  labels: Int32Array.of(0, 0),
};

describe('scorePredictions', () => {
  test.each([
    { temperature: 1, right: 0.75 },
    { temperature: 0.5, right: 0.9 },
  ])('scores by hand at T = $temperature', ({ temperature, right }) => {
    const scores = scorePredictions(predictions, temperature);
    expect(scores.temperature).toBe(temperature);
    expect(scores.accuracy.value).toBe(0.5);
    expectAllClose(
      [scores.nll.value, scores.ece, scores.diagram.count],
      [-(Math.log(right) + Math.log(1 - right)) / 2, right - 0.5, 2],
    );
    expectAllClose(scores.confidences.confidences, [right, right]);
    expect([...scores.confidences.correct]).toEqual([1, 0]);
  });

  test('puts 1.96 standard errors around the likelihood, and nothing below 0', () => {
    // Of two values v and w the standard error of the mean is |v − w|/2, here log(3)/2.
    const { value, interval } = scorePredictions(predictions, 1).nll;
    expectAllClose([interval!.upper - value], [1.959964 * (log3 / 2)]);
    expect(interval!.lower).toBe(0);
  });

  test('has no interval of the likelihood for a single example', () => {
    const single = {
      logits: hostTensor('float64', [1, 2], Float64Array.of(1, 0)),
      labels: Int32Array.of(0),
    };
    expect(scorePredictions(single, 1).nll.interval).toBeNull();
  });
});
