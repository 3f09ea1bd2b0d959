import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../../../test/support/analysis.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { confidencesOf } from './confidences-of.ts';

describe('confidencesOf', () => {
  test('odds of 3 to 1 are a confidence of 3/4', () => {
    const predictions = predictionsOf(
      [
        [Math.log(3), 0],
        [0, Math.log(3)],
      ],
      [0, 0],
    );
    const { confidences, predicted, correct } = confidencesOf(predictions);
    expectAllClose(confidences, [0.75, 0.75]);
    expect([...predicted]).toEqual([0, 1]);
    expect([...correct]).toEqual([1, 0]);
  });

  test('a tie goes to the lowest class', () => {
    const { confidences, predicted, correct } = confidencesOf(predictionsOf([[1, 2, 2]], [2]));
    expect([...predicted]).toEqual([1]);
    expect([...correct]).toEqual([0]);
    expect(confidences[0]).toBeLessThan(0.5);
  });

  test('a temperature of 2 halves the logits', () => {
    const predictions = predictionsOf([[2 * Math.log(3), 0]], [0]);
    expectAllClose(confidencesOf(predictions, { temperature: 2 }).confidences, [0.75]);
  });

  test('confidences that float32 would round to 1 stay apart, and huge logits do not overflow', () => {
    const predictions = predictionsOf(
      [
        [20, 0],
        [25, 0],
        [1e5, -1e5],
      ],
      [0, 0, 0],
    );
    const { confidences } = confidencesOf(predictions);
    expect(1 - confidences[0]!).toBeCloseTo(2.0611536e-9, 15);
    expect(confidences[1]).toBeLessThan(1);
    expect(confidences[2]).toBe(1);
  });

  test('a single class is certain', () => {
    expect([...confidencesOf(predictionsOf([[-3]], [0])).confidences]).toEqual([1]);
  });

  test('what cannot be scored is refused with its row', () => {
    expect(() =>
      confidencesOf(
        predictionsOf(
          [
            [0, 1],
            [0, Infinity],
          ],
          [0, 0],
        ),
      ),
    ).toThrow('scoreExamples: expected logits to be finite, got Infinity at row 1, column 1');
    expect(() => confidencesOf(predictionsOf([[0, 1]], [2]))).toThrow(
      'scoreExamples: expected labels in [0, 2), got 2 at row 0',
    );
    for (const temperature of [0, -1, NaN]) {
      expect(() => confidencesOf(predictionsOf([[0, 1]], [0]), { temperature })).toThrow(
        'expected temperature to be a finite number above 0',
      );
    }
  });
});
