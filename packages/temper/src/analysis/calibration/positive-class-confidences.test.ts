import { describe, expect, test } from 'vitest';
import { matrixOf, predictionsOf } from '../../../test/support/analysis.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { expectedCalibrationError } from './calibration-error.ts';
import { confidencesOf } from './confidences-of.ts';
import { positiveClassConfidences } from './positive-class-confidences.ts';
import { type BinningOptions, reliabilityDiagram } from './reliability-diagram.ts';

describe('positiveClassConfidences', () => {
  test('is P(class 1) against the target, from logits or probabilities', () => {
    const labels = [1, 0, 1];
    const rows = [0.25, 0.75, 1].map((p) => [1 - p, p]);
    const logits = rows.map((row) => row.map((p) => Math.max(Math.log(p), -1e4)));
    for (const predictions of [
      predictionsOf(logits, labels),
      { probabilities: matrixOf(rows), labels: Int32Array.from(labels) },
    ]) {
      const { confidences, correct } = positiveClassConfidences(predictions);
      expectAllClose(confidences, [0.25, 0.75, 1]);
      expect([...correct]).toEqual(labels);
    }
  });

  test('binary: top label and P(class 1) are two questions with two answers', () => {
    // 60 % sure and always right, once of each class.
    const logit = Math.log(0.6 / 0.4);
    const predictions = predictionsOf(
      [
        [logit, 0],
        [0, logit],
      ],
      [0, 1],
    );
    const ece = (of: Parameters<typeof reliabilityDiagram>[0], options: BinningOptions): number =>
      expectedCalibrationError(reliabilityDiagram(of, options));
    const positive = positiveClassConfidences(predictions);
    const top = confidencesOf(predictions);
    // In one bin P(class 1) is 0.5 on average, and so are the labels.
    expectAllClose([ece(positive, { numBins: 1 }), ece(top, { numBins: 1 })], [0, 0.4]);
    expectAllClose([ece(positive, { numBins: 2 }), ece(top, { numBins: 2 })], [0.4, 0.4]);
  });

  test('the temperature is that of the logits', () => {
    const predictions = predictionsOf([[0, 2 * Math.log(3)]], [1]);
    expectAllClose(positiveClassConfidences(predictions, { temperature: 2 }).confidences, [0.75]);
  });

  test('other than two classes are refused', () => {
    expect(() => positiveClassConfidences(predictionsOf([[0, 1, 2]], [0]))).toThrow(
      'positiveClassConfidences: expected two classes, got 3',
    );
  });
});
