import { describe, expect, test } from 'vitest';
import {
  fitBetaCalibration,
  fitHistogramBinning,
  fitIsotonic,
  fitMatrixScaling,
  fitTemperature,
  fitVectorScaling,
  type Predictions,
  recalibrate,
  type Recalibrator,
} from '../../src/analysis/calibration/index.ts';
import type { FloatTensor } from '../../src/analysis/statistics/index.ts';
import { hostTensor } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Beta {
  readonly penalty: number;
  readonly curves: readonly (readonly [number, number, number])[];
}

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly numClasses: number;
    readonly logits: readonly number[];
    readonly labels: readonly number[];
    readonly others: readonly number[];
    readonly temperature: {
      readonly polished: number;
      readonly sklearn: number;
      readonly standardErrorOfLog: number;
      readonly nllBefore: number;
      readonly nllAfter: number;
    };
    readonly vector: readonly {
      readonly penalty: number;
      readonly scales: readonly number[];
      readonly biases: readonly number[];
      readonly nllAfter: number;
    }[];
    readonly matrix: readonly {
      readonly offDiagonal: number;
      readonly bias: number;
      readonly weights: readonly (readonly number[])[];
      readonly biases: readonly number[];
      readonly nllAfter: number;
      readonly probabilities: readonly number[];
    }[];
    readonly isotonic: readonly number[];
    readonly histogram: readonly {
      readonly bins: 'equal-mass' | 'equal-width';
      readonly numBins: number;
      readonly probabilities: readonly number[];
    }[];
    readonly beta: readonly Beta[];
  }[];
  readonly falling: readonly (Beta & {
    readonly logits: readonly number[];
    readonly labels: readonly number[];
  })[];
  readonly ties: {
    readonly logits: readonly number[];
    readonly labels: readonly number[];
    readonly others: readonly number[];
    readonly isotonic: readonly number[];
  };
}

const golden = readGolden('recalibration') as Golden;

function matrixOf(values: readonly number[], columns: number): FloatTensor {
  const data = Float64Array.from(values);
  return hostTensor('float64', [data.length / columns, columns], data);
}

function predictionsOf(
  { logits, labels }: Pick<Golden['ties'], 'logits' | 'labels'>,
  numClasses: number,
): Predictions {
  return { logits: matrixOf(logits, numClasses), labels: Int32Array.from(labels) };
}

/** What a recalibrator makes of logits, as probabilities. */
function probabilitiesOf(recalibrator: Recalibrator, logits: FloatTensor): Float64Array {
  const result = recalibrate(recalibrator, logits);
  if ('probabilities' in result) return result.probabilities.data;
  const numClasses = logits.shape[1]!;
  const { data } = result.logits;
  return data.map((z, i) => {
    const start = i - (i % numClasses);
    return 1 / data.subarray(start, start + numClasses).reduce((s, o) => s + Math.exp(o - z), 0);
  });
}

describe.each(golden.cases)('$name', (expected) => {
  const { numClasses } = expected;
  const predictions = predictionsOf(expected, numClasses);
  const others = matrixOf(expected.others, numClasses);

  test('temperature: the minimum that autograd finds, and scikit-learn’s', () => {
    const { temperature, interval, nllBefore, nllAfter } = fitTemperature(predictions);
    expectAllClose([temperature], [expected.temperature.polished]);
    // A search by values of the loss, as scikit-learn’s, ends within about √ε.
    expectAllClose([temperature], [expected.temperature.sklearn], { rtol: 1e-6 });
    expectAllClose(
      [nllBefore, nllAfter],
      [expected.temperature.nllBefore, expected.temperature.nllAfter],
    );
    // log T ± 1.96 standard errors, from per-example derivatives by autograd.
    const half = Math.log(interval!.upper / interval!.lower) / 2;
    expectAllClose([half / 1.959963984540054], [expected.temperature.standardErrorOfLog], {
      // The error is that of the last point looked at, a step of at most 1e-5 away.
      rtol: 2e-5,
    });
    expectAllClose([Math.sqrt(interval!.upper * interval!.lower)], [temperature]);
  });

  test.each(expected.vector)('vector scaling with penalty $penalty', (vector) => {
    const fit = fitVectorScaling(predictions, { penalty: vector.penalty });
    expect(fit.converged).toBe(true);
    // The solver stops at 1e-10 standard units of a flat minimum.
    expectAllClose(fit.recalibrator.scales, vector.scales, { rtol: 1e-8, atol: 1e-9 });
    expectAllClose(fit.recalibrator.biases, vector.biases, { rtol: 1e-8, atol: 1e-8 });
    expectAllClose([fit.nllAfter], [vector.nllAfter]);
  });

  test.each(expected.matrix)('matrix scaling with penalties $offDiagonal, $bias', (matrix) => {
    const { offDiagonal, bias } = matrix;
    const fit = fitMatrixScaling(predictions, { offDiagonal, bias });
    expect(fit.converged).toBe(true);
    expectAllClose([fit.nllAfter], [matrix.nllAfter]);
    const near = { rtol: 1e-7, atol: 1e-8 };
    expectAllClose(probabilitiesOf(fit.recalibrator, others), matrix.probabilities, near);
    // Without a penalty many matrices give these probabilities.
    if (offDiagonal === 0) return;
    expectAllClose(fit.recalibrator.weights.flat(), matrix.weights.flat(), near);
    expectAllClose(fit.recalibrator.biases, matrix.biases, near);
  });

  test('isotonic: scikit-learn’s probabilities for other examples', () => {
    expectAllClose(probabilitiesOf(fitIsotonic(predictions), others), expected.isotonic);
  });

  test.each(expected.histogram)('histogram binning, $bins: SciPy’s binned shares', (histogram) => {
    const fit = fitHistogramBinning(predictions, histogram);
    expectAllClose(probabilitiesOf(fit, others), histogram.probabilities);
  });

  test.each(expected.beta)('beta calibration with penalty $penalty', ({ penalty, curves }) => {
    const fit = fitBetaCalibration(predictions, { penalty });
    expectAllClose(
      fit.curves.flatMap(({ a, b, c }) => [a, b, c]),
      curves.flat(),
      { rtol: 1e-8, atol: 1e-9 },
    );
  });
});

test.each(golden.falling)('beta curves that would fall end at their bounds', (expected) => {
  const fit = fitBetaCalibration(predictionsOf(expected, 2), { penalty: expected.penalty });
  expectAllClose(
    fit.curves.flatMap(({ a, b, c }) => [a, b, c]),
    expected.curves.flat(),
    { rtol: 1e-8, atol: 1e-9 },
  );
});

test('isotonic with many equal probabilities: scikit-learn’s', () => {
  const fit = fitIsotonic(predictionsOf(golden.ties, 3));
  expectAllClose(probabilitiesOf(fit, matrixOf(golden.ties.others, 3)), golden.ties.isotonic);
});
