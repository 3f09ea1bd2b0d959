import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../../../test/support/analysis.ts';
import {
  CONVENTIONS,
  expectedCalibrationError,
  reliabilityDiagram,
  scoreExamples,
} from '../calibration/index.ts';
import { auditConfidences } from './audit-confidences.ts';
import { auditPredictions } from './audit-predictions.ts';

/** What users of other tools asked for, by the thread they asked in. */
describe('an audit answers', () => {
  test('torchmetrics 1105: of two classes, is it the top label or P(class 1) that is binned?', () => {
    // P(class 1) is 1/5 on ten examples, of which two are of class 1: calibrated either way.
    // The next ten say the same and none is: over-confident of class 1, under-confident of the top label.
    const rows = Array.from({ length: 20 }, () => [Math.log(4), 0]);
    const { logits, labels } = predictionsOf(rows, [1, 1, ...Array<number>(18).fill(0)]);
    const source = { kind: 'logits', scores: logits, labels } as const;
    const [top, one] = [false, true].map(
      (binary) => auditPredictions(source, { binary, bootstrap: 0 }).audit.calibration,
    );
    expect([top!.of, one!.of]).toEqual(['predicted class', 'class 1']);
    const filled = [top!, one!].map(({ diagram }) => diagram.bins.find(({ count }) => count > 0)!);
    expect(filled.map(({ accuracy }) => accuracy)).toEqual([0.9, 0.1]);
    expect(filled[0]!.meanConfidence).toBeCloseTo(0.8, 14);
    expect(filled[1]!.meanConfidence).toBeCloseTo(0.2, 14);
  });

  test('scikit-learn 23119: quantile bins of tied confidences neither crash nor split a tie', () => {
    const confidences = Float64Array.from({ length: 100 }, (_, n) => (n < 80 ? 0.5 : n / 100));
    const correct = Uint8Array.from(confidences, (_, n) => n % 2);
    for (const binning of ['kumar', 'sklearn-quantile'] as const) {
      const { bins } = reliabilityDiagram({ confidences, correct }, { binning });
      const holding = bins.filter(({ lower, upper }) => lower <= 0.5 && 0.5 <= upper);
      expect(Math.max(...holding.map(({ count }) => count))).toBeGreaterThanOrEqual(80);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    }
  });

  test('scikit-learn 18268: an expected calibration error for any number of classes, with its bins', () => {
    const { logits, labels } = predictionsOf(
      [
        [Math.log(8), 0, 0],
        [0, Math.log(8), 0],
        [0, 0, Math.log(8)],
        [Math.log(8), 0, 0],
      ],
      [0, 1, 2, 1],
    );
    const { calibration } = auditPredictions({ kind: 'logits', scores: logits, labels }).audit;
    // All four are 0.8 sure, three are right.
    expect(calibration.ece).toBeCloseTo(0.05, 14);
    expect(calibration).toMatchObject({ bins: 15, edges: CONVENTIONS.temper.edges });
    expect(calibration.interval.ece).toMatchObject({ method: 'bootstrap-percentile', level: 0.95 });
  });

  test('torch-uncertainty 258: class-wise errors, as a mean and as a sum', () => {
    const rows = Array.from({ length: 10 }, () => [Math.log(0.6), Math.log(0.3), Math.log(0.1)]);
    const { logits, labels } = predictionsOf(rows, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    const { audit, classwise } = auditPredictions({ kind: 'logits', scores: logits, labels });
    [0.2, 0.1, 0.1].forEach((error, k) => {
      expect(classwise!.perClass[k]).toBeCloseTo(error, 14);
    });
    expect(audit.calibration.classwiseSum).toBeCloseTo(0.4, 14);
    expect(audit.calibration.classwiseMean).toBeCloseTo(0.4 / 3, 14);
  });

  test('composer 2135: of sequences, the confidence of a token and that of the whole are two audits', () => {
    // Two sequences of two tokens: probabilities 0.9 and 0.5 of the tokens chosen; one token is wrong.
    const rows = [0.9, 0.5, 0.9, 0.5].map((p) => [
      Math.log(p),
      Math.log(1 - p - 1e-9),
      Math.log(1e-9),
    ]);
    const tokens = predictionsOf(rows, [0, 0, 0, 1]);
    const ofTokens = auditPredictions({
      kind: 'logits',
      scores: tokens.logits,
      labels: tokens.labels,
    });
    const { confidences, correct } = scoreExamples(tokens);
    const whole = (values: ArrayLike<number>) =>
      Float64Array.of(values[0]! * values[1]!, values[2]! * values[3]!);
    const ofSequences = auditConfidences({
      confidences: whole(confidences),
      correct: Uint8Array.from(whole(correct)),
    });
    expect([ofTokens.audit.n, ofSequences.audit.n]).toEqual([4, 2]);
    expect([ofTokens.audit.accuracy, ofSequences.audit.accuracy]).toEqual([0.75, 0.5]);
    // Tokens: |0.9 − 1| and |0.5 − 0.5|, half each. Sequences: 0.45 sure, half right.
    expect(expectedCalibrationError(ofTokens.audit.calibration.diagram)).toBeCloseTo(0.05, 8);
    expect(ofSequences.audit.calibration.ece).toBeCloseTo(0.05, 8);
  });
});
