import { describe, expect, test } from 'vitest';
import { matrixOf, predictionsOf, randomPredictions } from '../../../test/support/analysis.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { Rng } from '../../base/index.ts';
import { type BinningConvention, CONVENTIONS } from './binning/index.ts';
import { expectedCalibrationError } from './calibration-error.ts';
import { ClasswiseAccumulator } from './classwise-accumulator.ts';
import {
  classConditionalEqualMassError,
  classwiseCalibrationError,
} from './classwise-calibration-error.ts';
import type { LabelledProbabilities } from './labelled-probabilities.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

/** Rows of few large probabilities, exact zeros and ones, and quarters on the edges of bins. */
function mixedRows(count: number): LabelledProbabilities {
  const rng = Rng.fromSeed(9);
  const rows = Array.from({ length: count }, (_, n) => {
    if (n % 7 === 0) return [0, 0, 1, 0];
    if (n % 5 === 0) return [0.5, 0.25, 0.25, 0];
    const weights = Array.from({ length: 4 }, () => Math.exp(3 * rng.normal()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
  const labels = rows.map((row) => {
    const drawn = rng.uniform();
    return Math.min(3, [row[0]!, row[0]! + row[1]!, 1 - row[3]!].filter((c) => drawn > c).length);
  });
  return { probabilities: matrixOf(rows), labels: Int32Array.from(labels) };
}

/** Class by class, through the diagram of its column. */
function columnErrors(
  { probabilities, labels }: LabelledProbabilities,
  binning: BinningConvention,
): number[] {
  return [0, 1, 2, 3].map((k) => {
    const confidences = Float64Array.from(labels, (_, n) => probabilities.data[n * 4 + k]!);
    const correct = Uint8Array.from(labels, (label) => +(label === k));
    return expectedCalibrationError(reliabilityDiagram({ confidences, correct }, { binning }));
  });
}

describe('classwiseCalibrationError', () => {
  test('by hand: mean, sum and every class', () => {
    const predictions = {
      probabilities: matrixOf([
        [0.75, 0.25, 0],
        [0.75, 0, 0.25],
      ]),
      labels: Int32Array.of(0, 1),
    };
    const got = classwiseCalibrationError(predictions, { numBins: 2 });
    // Class 0: |1.5 − 1|/2; class 1: |0.25 − 1|/2; class 2: |0.25 − 0|/2.
    expect(got).toEqual({
      convention: 'temper',
      numBins: 2,
      perClass: Float64Array.of(0.25, 0.375, 0.125),
      mean: 0.25,
      sum: 0.75,
    });
  });

  test.each(Object.keys(CONVENTIONS) as BinningConvention[])(
    '%s: every class as the diagram of its column has it',
    (binning) => {
      const predictions = mixedRows(2500);
      const { perClass, convention } = classwiseCalibrationError(predictions, { binning });
      expect(convention).toBe(binning);
      expectAllClose(perClass, columnErrors(predictions, binning));
    },
  );

  test('logits are softmaxed at the temperature', () => {
    const predictions = predictionsOf([[2 * Math.log(3), 0]], [0]);
    const { perClass } = classwiseCalibrationError(predictions, { temperature: 2 });
    expectAllClose(perClass, [0.25, 0.25]);
  });

  test('what are no probabilities is refused with its place', () => {
    const labels = Int32Array.of(0);
    expect(() =>
      classwiseCalibrationError({ probabilities: matrixOf([[0.5, 1.5]]), labels }),
    ).toThrow(
      'classwiseCalibrationError: expected probabilities in [0, 1], got 1.5 at row 0, column 1',
    );
    expect(() =>
      classwiseCalibrationError(
        { probabilities: matrixOf([[0.5, 0.5]]), labels },
        { temperature: 2 },
      ),
    ).toThrow('expected temperature 1 with probabilities, got 2; give logits to scale them');
    expect(() =>
      classwiseCalibrationError({
        probabilities: matrixOf([[0.5, 0.5]]),
        labels: Int32Array.of(2),
      }),
    ).toThrow('expected labels in [0, 2), got 2');
  });
});

describe('classConditionalEqualMassError', () => {
  test('is the mean over classes on equal-mass bins', () => {
    const predictions = mixedRows(500);
    const classes = columnErrors(predictions, 'kumar');
    const mean = classes.reduce((sum, error) => sum + error, 0) / 4;
    expectAllClose([classConditionalEqualMassError(predictions)], [mean]);
  });

  test('takes a number of bins', () => {
    const predictions = randomPredictions(3);
    // One bin: the mean probability of a class against its share of the labels.
    const { perClass } = classwiseCalibrationError(predictions, { numBins: 1 });
    const mean = perClass.reduce((sum, error) => sum + error, 0) / 4;
    expectAllClose([classConditionalEqualMassError(predictions, { numBins: 1 })], [mean]);
  });
});

describe('ClasswiseAccumulator', () => {
  test('merged parts agree with one pass', () => {
    const { probabilities, labels } = mixedRows(3000);
    const readers = [0, 1, 2].map(() => new ClasswiseAccumulator(4));
    labels.forEach((label, n) => {
      const row = Float64Array.from(probabilities.data.subarray(n * 4, n * 4 + 4));
      readers[n % 7 === 3 ? 2 : n % 2]!.addRow(row, label);
    });
    const [merged, ...others] = readers;
    for (const other of others) merged!.merge(other);
    const whole = classwiseCalibrationError({ probabilities, labels });
    expectAllClose(merged!.errors().perClass, whole.perClass, { rtol: 0, atol: 1e-15 });
  });

  test('a sum of many equal probabilities does not drift', () => {
    const accumulator = new ClasswiseAccumulator(2, { numBins: 1 });
    const row = Float64Array.of(0.1, 0.9);
    for (let n = 0; n < 200_000; n++) accumulator.addRow(row, 1);
    // Plain addition of as many nine tenths makes their mean 3.3e-12 too small.
    expectAllClose(accumulator.errors().perClass, [0.1, 0.1], { rtol: 0, atol: 1e-13 });
  });

  test.each(['temper', 'guo', 'torchmetrics', 'netcal', 'kumar-width', 'kull', 'sklearn'] as const)(
    '%s: the diagram of every class is that of its column, in one part or two',
    (binning) => {
      const { probabilities, labels } = mixedRows(2500);
      const [whole, first, second] = Array.from(
        { length: 3 },
        () => new ClasswiseAccumulator(4, { binning }),
      );
      labels.forEach((label, n) => {
        const row = Float64Array.from(probabilities.data.subarray(n * 4, n * 4 + 4));
        whole!.addRow(row, label);
        (n % 3 === 0 ? first : second)!.addRow(row, label);
      });
      first!.merge(second!);
      for (const k of [0, 1, 2, 3]) {
        const confidences = Float64Array.from(labels, (_, n) => probabilities.data[n * 4 + k]!);
        const correct = Uint8Array.from(labels, (label) => +(label === k));
        const expected = reliabilityDiagram({ confidences, correct }, { binning });
        for (const accumulator of [whole!, first!]) {
          const got = accumulator.diagram(k);
          expect(got).toMatchObject({
            convention: binning,
            numBins: expected.numBins,
            count: 2500,
          });
          expect(
            got.bins.map(({ lower, upper, count, accuracy }) => [lower, upper, count, accuracy]),
          ).toEqual(
            expected.bins.map(({ lower, upper, count, accuracy }) => [
              lower,
              upper,
              count,
              accuracy,
            ]),
          );
          const means = [got, expected].map(({ bins }) =>
            bins.map(({ meanConfidence }) => meanConfidence ?? -1),
          );
          expectAllClose(means[0]!, means[1]!, { rtol: 0, atol: 1e-13 });
        }
      }
    },
  );

  test('a diagram may be asked for in between, and only of a class there is', () => {
    const accumulator = new ClasswiseAccumulator(2, { numBins: 2 });
    const countsOf = (): number[] => accumulator.diagram(1).bins.map(({ count }) => count);
    accumulator.addRow(Float64Array.of(0.25, 0.75), 1);
    expect(countsOf()).toEqual([0, 1]);
    accumulator.addRow(Float64Array.of(0.75, 0.25), 1);
    expect(countsOf()).toEqual([1, 1]);
    for (const label of [-1, 2, 0.5, NaN]) {
      expect(() => accumulator.diagram(label)).toThrow(`expected a label in [0, 2), got ${label}`);
    }
  });

  test('errors may be asked for in between', () => {
    const accumulator = new ClasswiseAccumulator(2);
    accumulator.addRow(Float64Array.of(0.25, 0.75), 1);
    expectAllClose(accumulator.errors().perClass, [0.25, 0.25]);
    accumulator.addRow(Float64Array.of(0.25, 0.75), 0);
    expectAllClose(accumulator.errors().perClass, [0.25, 0.25]);
  });

  test('what cannot be added or merged is refused', () => {
    const accumulator = new ClasswiseAccumulator(2);
    expect(() => accumulator.errors()).toThrow('expected at least one example, got none');
    for (const wrong of [1.5, -0.5, NaN]) {
      expect(() => {
        accumulator.addRow(Float64Array.of(0, wrong), 0);
      }).toThrow(`expected probabilities in [0, 1], got ${wrong} for class 1`);
    }
    for (const label of [-1, 2]) {
      expect(() => {
        accumulator.addRow(Float64Array.of(0, 1), label);
      }).toThrow(`expected a label in [0, 2), got ${label}`);
    }
    expect(() => {
      accumulator.merge(new ClasswiseAccumulator(3));
    }).toThrow('expected an accumulator of 2 classes and 15 bins by temper, got one of 3 classes');
    expect(() => new ClasswiseAccumulator(2, { binning: 'kumar' })).toThrow('fixed edges');
    expect(() => new ClasswiseAccumulator(0)).toThrow('numClasses');
  });
});
