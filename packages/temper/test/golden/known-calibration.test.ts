import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  calibrationErrorInterval,
  debiasedCalibrationError,
  equalMassCalibrationError,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityDiagram,
  rootMeanSquareCalibrationError,
  smoothCalibrationError,
  type TopLabelConfidences,
  unweightedCalibrationError,
} from '../../src/analysis/calibration/index.ts';

/** Predictions of published classifiers, beside the checkout: `true_label,pred_label,confidence`. */
const folder = new URL('../../../../../shared/data/predictions/', import.meta.url);

function readPredictions(name: string): TopLabelConfidences {
  const lines = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  return {
    confidences: Float64Array.from(rows, (row) => row[2]!),
    correct: Uint8Array.from(rows, (row) => (row[0] === row[1] ? 1 : 0)),
  };
}

const known = [
  {
    name: 'densenet40_c100',
    count: 10000,
    mean: 0.7,
    ece: 0.2115629,
    rms: 0.233356,
    maximum: 0.454003,
    torchmetricsRms: 0.24299,
    equalMass: 0.2115629,
    debiased: 0.2652294,
    netcal: 0.2115629,
    unweighted: 0.2602007,
    smooth: 0.2561843,
    bandwidth: 0.256836,
    interval: [0.2, 0.225],
  },
  {
    name: 'resnet50_birds',
    count: 2897,
    mean: 0.73145,
    ece: 0.023535,
    rms: 0.032703,
    maximum: 0.272882,
    torchmetricsRms: 0.032703,
    equalMass: 0.0159121,
    debiased: 0,
    netcal: 0.0142166,
    unweighted: 0.0419076,
    smooth: 0.0171853,
    bandwidth: 0.017578,
    interval: [0.015, 0.05],
  },
] as const;

describe.skipIf(!existsSync(folder))('known answers (needs ../shared/data/predictions)', () => {
  test.each(known)('$name under the `temper` convention', (answer) => {
    const predictions = readPredictions(answer.name);
    const diagram = reliabilityDiagram(predictions);
    expect(diagram.count).toBe(answer.count);
    // Half of the last printed digit.
    expect(Math.abs(accuracy(predictions.correct).mean - answer.mean)).toBeLessThan(5e-6);
    expect(Math.abs(expectedCalibrationError(diagram) - answer.ece)).toBeLessThan(5e-8);
    expect(Math.abs(rootMeanSquareCalibrationError(diagram) - answer.rms)).toBeLessThan(5e-7);
    expect(Math.abs(maximumCalibrationError(diagram) - answer.maximum)).toBeLessThan(5e-7);
    const { lower, upper } = calibrationErrorInterval(predictions, { samples: 100 });
    expect(lower).toBeGreaterThan(answer.interval[0]);
    expect(upper).toBeLessThan(answer.interval[1]);
    expect(upper).toBeGreaterThan(answer.ece);
  });

  test.each(known)('$name under the conventions of other tools', (answer) => {
    const predictions = readPredictions(answer.name);
    const torchmetrics = reliabilityDiagram(predictions, { binning: 'torchmetrics' });
    const kumar = reliabilityDiagram(predictions, { binning: 'kumar' });
    const netcal = reliabilityDiagram(predictions, { binning: 'netcal' });
    // Half of the last printed digit.
    const rms = rootMeanSquareCalibrationError(torchmetrics);
    expect(Math.abs(rms - answer.torchmetricsRms)).toBeLessThan(5e-7);
    for (const [got, printed] of [
      [equalMassCalibrationError(predictions), answer.equalMass],
      [debiasedCalibrationError(kumar), answer.debiased],
      [expectedCalibrationError(netcal), answer.netcal],
      [unweightedCalibrationError(netcal), answer.unweighted],
    ] as const) {
      expect(Math.abs(got - printed)).toBeLessThan(5e-8);
    }
  });

  test.each(known)('$name: smooth ECE and its bandwidth', (answer) => {
    const { value, bandwidth } = smoothCalibrationError(readPredictions(answer.name));
    // Half of the last printed digit.
    expect(Math.abs(value - answer.smooth)).toBeLessThan(5e-8);
    expect(Math.abs(bandwidth - answer.bandwidth)).toBeLessThan(5e-7);
  });
});
