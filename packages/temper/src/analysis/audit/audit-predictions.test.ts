import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../test/support/analysis.ts';
import { hostTensor } from '../../tensor/index.ts';
import {
  expectedCalibrationError,
  fitTemperature,
  type Predictions,
  reliabilityDiagram,
  scoreExamples,
} from '../calibration/index.ts';
import { auditPredictions } from './audit-predictions.ts';

function audit({ logits, labels }: Predictions, options = {}) {
  return auditPredictions({ kind: 'logits', scores: logits, labels }, options).audit;
}

/** Two classes at odds of 3 to 1 for the first of them, of which `right` of 4 are so labelled. */
function threeToOne(right: number): Predictions {
  const rows = Array.from({ length: 4 }, () => [Math.log(3), 0]);
  return predictionsOf(
    rows,
    [0, 1, 2, 3].map((n) => (n < right ? 0 : 1)),
  );
}

describe('auditPredictions', () => {
  test('a confidence of 3/4 that is right 3 times in 4 is calibrated', () => {
    const { n, classes, accuracy, nll, brier, calibration } = audit(threeToOne(3));
    expect([n, classes, accuracy]).toEqual([4, 2, 0.75]);
    expect(nll).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 14);
    expect(brier).toBeCloseTo(0.75 * 2 * 0.0625 + 0.25 * 2 * 0.5625, 14);
    expect(calibration.ece).toBeCloseTo(0, 15);
    expect(calibration.classwiseMean).toBeCloseTo(0, 15);
  });

  test('a confidence of 3/4 that is always right errs by 1/4 under every convention', () => {
    const { calibration, temperatureScaling } = audit(threeToOne(4), { bootstrap: 0 });
    for (const error of [calibration.ece, calibration.rms, calibration.mce]) {
      expect(error).toBeCloseTo(0.25, 14);
    }
    expect(calibration.classwiseSum).toBeCloseTo(0.5, 15);
    for (const { ece, rms, mce } of calibration.conventions) {
      for (const error of [ece, rms, mce]) expect(error).toBeCloseTo(0.25, 14);
    }
    expect(temperatureScaling!.hitBound).toBe('lower');
  });

  test('of two classes, P(class 1) is binned where that is asked for, or the convention is of it', () => {
    const predictions = threeToOne(4);
    for (const options of [{ binary: true }, { convention: 'sklearn' }] as const) {
      const { calibration } = audit(predictions, { ...options, bootstrap: 0 });
      expect(calibration.of).toBe('class 1');
      expect(calibration.ece).toBeCloseTo(0.25, 15);
      expect(calibration.diagram.bins.filter(({ count }) => count > 0)).toMatchObject([
        { accuracy: 0 },
      ]);
    }
    expect(() => audit(randomPredictions(1), { convention: 'sklearn' })).toThrow(
      /convention: expected one for the predicted class, got sklearn/,
    );
  });

  test('fits on one half and judges on the other, by the seed', () => {
    const predictions = randomPredictions(3, { count: 400, scale: 3 });
    const one = audit(predictions, { seed: 5 }).temperatureScaling!;
    expect(one).toMatchObject({ fittedOn: 200, judgedOn: 200, inSample: false });
    expect(one.nll).toBeLessThan(one.nllBefore);
    expect(audit(predictions, { seed: 5 }).temperatureScaling).toEqual(one);
    expect(audit(predictions, { seed: 6 }).temperatureScaling!.temperature).not.toBe(
      one.temperature,
    );
  });

  test('fits and judges on the whole in-sample, and says so', () => {
    const predictions = randomPredictions(4, { count: 300, scale: 2 });
    const { temperatureScaling } = audit(predictions, { fit: { kind: 'in-sample' } });
    const { temperature, nllAfter } = fitTemperature(predictions);
    const scaled = reliabilityDiagram(scoreExamples(predictions, { temperature }));
    expect(temperatureScaling).toMatchObject({
      temperature,
      inSample: true,
      fittedOn: 300,
      judgedOn: 300,
      ece: expectedCalibrationError(scaled),
    });
    expect(temperatureScaling!.nll).toBeCloseTo(nllAfter, 10);
  });

  test('fits on other predictions where there are some', () => {
    const [judge, fit] = [randomPredictions(5), randomPredictions(6, { count: 500, scale: 4 })];
    const source = {
      kind: 'logits',
      scores: judge.logits,
      labels: judge.labels,
      fitOn: { scores: fit.logits, labels: fit.labels },
    } as const;
    const { temperatureScaling } = auditPredictions(source).audit;
    expect(temperatureScaling).toMatchObject({
      temperature: fitTemperature(fit).temperature,
      fittedOn: 500,
      judgedOn: 60,
    });
    const inSample = auditPredictions(source, { fit: { kind: 'in-sample' } }).audit;
    expect(inSample.temperatureScaling).toMatchObject({
      temperature: fitTemperature(judge).temperature,
      inSample: true,
    });
  });

  test('probabilities are audited as what they are, not as logits', () => {
    const { logits, labels } = randomPredictions(7, { count: 200, numClasses: 3, scale: 2 });
    const rows: number[] = [];
    scoreExamples({ logits, labels }, { eachRow: (row) => rows.push(...row) });
    const scores = hostTensor('float64', [200, 3], Float64Array.from(rows));
    const of = auditPredictions({ kind: 'probabilities', scores, labels }).audit;
    const expected = audit({ logits, labels });
    expect(of.input).toBe('probabilities');
    expect(of.nll).toBeCloseTo(expected.nll!, 12);
    expect(of.calibration.ece).toBeCloseTo(expected.calibration.ece, 12);
    expect(of.temperatureScaling!.temperature).toBeCloseTo(
      expected.temperatureScaling!.temperature,
      9,
    );
    expect(of.selective.bestP).toBeNull();
  });

  test('a single example leaves null what cannot be said', () => {
    const { temperatureScaling, notes, interval } = audit(predictionsOf([[2, 1, 0]], [0]));
    expect(temperatureScaling).toBeNull();
    expect(interval.nll).toBeNull();
    expect(notes).toEqual([
      'No example has label 1, 2: class-wise errors of these classes only say what probability was wasted.',
      'There are fewer examples (1) than bins (15): the binned errors mean little; smECE and the proper scores need no bins.',
      'A single example cannot both fit a temperature and judge it.',
    ]);
  });

  test('a single class is refused, with the remedy', () => {
    expect(() => audit(predictionsOf([[1], [2]], [0, 0]))).toThrow(
      /expected at least 2 classes, got 1; .* save both columns/,
    );
  });

  test('every number is JSON', () => {
    const document = audit(randomPredictions(8, { count: 50 }));
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
