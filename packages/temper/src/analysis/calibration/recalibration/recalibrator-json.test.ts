import { describe, expect, test } from 'vitest';
import { randomPredictions } from '../../../../test/support/analysis.ts';
import { FormatError } from '../../../base/index.ts';
import { fitBetaCalibration } from './beta-calibration.ts';
import { fitHistogramBinning } from './histogram-binning.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitMatrixScaling } from './matrix-scaling.ts';
import { encodeRecalibrator, parseRecalibrator } from './recalibrator-json.ts';
import { fitTemperature, temperatureRecalibrator } from './temperature-scaling.ts';
import { fitVectorScaling } from './vector-scaling.ts';

const predictions = randomPredictions(5, { count: 80, numClasses: 3 });

describe('encodeRecalibrator and parseRecalibrator', () => {
  test.each([
    temperatureRecalibrator(fitTemperature(predictions), predictions),
    fitVectorScaling(predictions).recalibrator,
    fitMatrixScaling(predictions).recalibrator,
    fitIsotonic(predictions),
    fitHistogramBinning(predictions),
    fitBetaCalibration(predictions),
  ])('$method comes back to the last digit', (recalibrator) => {
    expect(parseRecalibrator(encodeRecalibrator(recalibrator))).toEqual(recalibrator);
    expect(recalibrator).toMatchObject({ numClasses: 3, fittedOn: 80, version: 1 });
  });

  const vector = { method: 'vector', version: 1, numClasses: 2, fittedOn: 9 };
  const isotonic = { ...vector, method: 'isotonic', numClasses: 1 };
  test.each<[object, RegExp]>([
    [{ ...vector, scales: [1, 2], biases: [0] }, /biases .* each of 2 classes .* got 1; fit it/],
    [{ ...vector, scales: [1, null], biases: [0, 0] }, /scales\.1: .*number/],
    [{ ...vector, scales: [1, 2] }, /biases: .*array/],
    [{ ...vector, scales: [1, 2], biases: [0, 0], version: 2 }, /version: .*1/],
    [{ ...vector, method: 'platt' }, /method: /],
    [{ ...vector, method: 'temperature', temperature: -1 }, /temperature: .*>0/],
    [{ ...vector, method: 'temperature', temperature: 1, extra: 1 }, /extra/],
    [
      { ...vector, method: 'matrix', weights: [[1, 0], [0]], biases: [0, 0] },
      /weights\[1\] .* got 1/,
    ],
    [{ ...isotonic, curves: [{ from: [0.2, 0.1], to: [0, 1] }] }, /curves\.0\.from: .*ascending/],
    [{ ...isotonic, curves: [{ from: [0.1, 0.2], to: [1, 0] }] }, /curves\.0\.to: .*never fall/],
    [{ ...isotonic, curves: [{ from: [0.1, 0.2], to: [0] }] }, /curves\.0: .*as many/],
    [{ ...isotonic, method: 'histogram', bins: [{ edges: [0.5], to: [1] }] }, /one edge fewer/],
    [{ ...isotonic, method: 'beta', curves: [{ a: -1, b: 0, c: 0 }] }, /curves\.0\.a: /],
    [[], /the document|method/],
  ])('%j is refused', (document, message) => {
    const parse = (): unknown => parseRecalibrator(JSON.stringify(document));
    expect(parse).toThrow(FormatError);
    expect(parse).toThrow(message);
  });

  test('text that is not JSON is refused with the remedy', () => {
    expect(() => parseRecalibrator('{"method":')).toThrow(/not JSON; give the file/);
  });
});
