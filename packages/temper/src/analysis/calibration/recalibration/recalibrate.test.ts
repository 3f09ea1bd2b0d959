import { describe, expect, test } from 'vitest';
import { matrixOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { scoreExamples } from '../score-examples.ts';
import { fitBetaCalibration } from './beta-calibration.ts';
import { fitHistogramBinning } from './histogram-binning.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitMatrixScaling } from './matrix-scaling.ts';
import { recalibrate } from './recalibrate.ts';
import type { Recalibrator } from './recalibrator.ts';
import { fitTemperature, temperatureRecalibrator } from './temperature-scaling.ts';
import { fitVectorScaling } from './vector-scaling.ts';

const fitted = { version: 1, numClasses: 2, fittedOn: 10 } as const;
const logits = matrixOf([
  [2, -1],
  [0, 0],
]);

const overConfident = { count: 1500, scale: 3, advantage: 1 };
const fitting = randomPredictions(41, overConfident);
const judging = randomPredictions(42, overConfident);
const all: Recalibrator[] = [
  temperatureRecalibrator(fitTemperature(fitting), fitting),
  fitVectorScaling(fitting).recalibrator,
  fitMatrixScaling(fitting).recalibrator,
  fitIsotonic(fitting),
  fitHistogramBinning(fitting),
  fitBetaCalibration(fitting),
];

describe('recalibrate', () => {
  test.each<[Recalibrator, number[]]>([
    [{ ...fitted, method: 'temperature', temperature: 2 }, [1, -0.5, 0, 0]],
    [{ ...fitted, method: 'vector', scales: [2, 3], biases: [1, -1] }, [5, -4, 1, -1]],
    [
      {
        ...fitted,
        method: 'matrix',
        weights: [
          [1, 2],
          [3, 4],
        ],
        biases: [10, 20],
      },
      [10, 22, 10, 20],
    ],
  ])('new logits by hand: $method', (recalibrator, expected) => {
    const result = recalibrate(recalibrator, logits);
    expectAllClose('logits' in result ? result.logits.data : [], expected);
  });

  test('new probabilities by hand: between knots, outside them, in bins', () => {
    const even = matrixOf([[0, 0]]);
    const probabilities = (recalibrator: Recalibrator, z = even): ArrayLike<number> => {
      const result = recalibrate(recalibrator, z);
      return 'probabilities' in result ? result.probabilities.data : [];
    };
    const curves = [
      { from: [0.4, 0.8], to: [0.2, 0.6] },
      { from: [0.6], to: [0.9] },
    ];
    // 0.5 lies a quarter of the way: 0.3 of 0.3 + 0.9.
    expectAllClose(probabilities({ ...fitted, method: 'isotonic', curves }), [0.25, 0.75]);
    const bins = [
      { edges: [0.5], to: [0.3, 0.7] },
      { edges: [], to: [0.1] },
    ];
    // 0.5 belongs to the bin that it closes.
    expectAllClose(probabilities({ ...fitted, method: 'histogram', bins }), [0.75, 0.25]);
    const beta = [
      { a: 1, b: 1, c: Math.log(3) },
      { a: 1, b: 1, c: -Math.log(3) },
    ];
    expectAllClose(probabilities({ ...fitted, method: 'beta', curves: beta }), [0.75, 0.25]);
  });

  test.each(all)('$method: what is fitted on one split has a lower Brier score on another', (r) => {
    const result = recalibrate(r, judging.logits);
    const data =
      'probabilities' in result ? result.probabilities.data : softmax(result.logits.data, 4);
    let after = 0;
    for (let i = 0; i < data.length; i++) {
      after += (data[i]! - (judging.labels[Math.floor(i / 4)] === i % 4 ? 1 : 0)) ** 2 / 1500;
    }
    const before = scoreExamples(judging).brier.reduce((sum, b) => sum + b / 1500, 0);
    expect(before).toBeGreaterThan(0.65);
    expect(after).toBeLessThan(before - 0.05);
  });

  // netcal 48 and 61: a transform that hands back what it was given.
  test.each(all)('$method: scaling that returns its input would show', (recalibrator) => {
    const result = recalibrate(recalibrator, judging.logits);
    const [data, input] =
      'logits' in result
        ? [result.logits.data, judging.logits.data]
        : [result.probabilities.data, softmax(judging.logits.data, 4)];
    const change = data.reduce((sum, value, i) => sum + Math.abs(value - input[i]!), 0);
    expect(change / data.length).toBeGreaterThan(0.05);
  });

  test('temperature scaling keeps the top class; the others may not', () => {
    const top = (z: Float64Array): number[] =>
      Array.from({ length: 1500 }, (_, n) => {
        const row = z.subarray(4 * n, 4 * n + 4);
        return row.indexOf(Math.max(...row));
      });
    const result = recalibrate(all[0]!, judging.logits);
    const before = top(Float64Array.from(judging.logits.data));
    expect(top('logits' in result ? result.logits.data : new Float64Array(0))).toEqual(before);
    const vector = recalibrate(all[1]!, judging.logits);
    expect(top('logits' in vector ? vector.logits.data : new Float64Array(0))).not.toEqual(before);
  });

  test('another number of classes is a clear mistake', () => {
    expect(() => recalibrate(all[0]!, logits)).toThrow(
      'recalibrate: expected logits of the 4 classes that the recalibrator was fitted on, got 2; fit one on predictions of this model',
    );
  });
});

function softmax(logits: ArrayLike<number>, columns: number): Float64Array {
  const exps = Float64Array.from(logits, Math.exp);
  return exps.map((e, i) => {
    const start = i - (i % columns);
    return e / exps.subarray(start, start + columns).reduce((sum, x) => sum + x, 0);
  });
}
