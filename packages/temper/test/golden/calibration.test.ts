import { describe, expect, test } from 'vitest';
import {
  accuracy,
  brierScore,
  confidencesOf,
  expectedCalibrationError,
  fitTemperature,
  maximumCalibrationError,
  negativeLogLikelihood,
  reliabilityDiagram,
  rootMeanSquareCalibrationError,
} from '../../src/analysis/calibration/index.ts';
import { histogram, RunningMoments, wilsonInterval } from '../../src/analysis/statistics/index.ts';
import { hostTensor } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Score {
  readonly mean: number;
  readonly standardError: number;
}

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly logits: readonly number[];
    readonly labels: readonly number[];
    readonly confidences: readonly number[];
    readonly accuracy: Score & { readonly lower: number; readonly upper: number };
    readonly nll: Score;
    readonly brier: Score;
    readonly torchmetrics: { readonly l1: number; readonly l2: number; readonly max: number };
    readonly temperature: {
      readonly root: number;
      readonly sklearn: number;
      readonly nllAfter: number;
    };
  }[];
  readonly statistics: {
    readonly values: readonly number[];
    readonly mean: number;
    readonly standardDeviation: number;
    readonly standardError: number;
    readonly histogram: {
      readonly binEdges: readonly number[];
      readonly counts: readonly number[];
    };
    readonly histogramFrom2To4: readonly number[];
    readonly wilson9Of10: readonly [number, number];
  };
}

const { cases, statistics } = readGolden('calibration') as Golden;

describe.each(cases)('$name', (golden) => {
  const predictions = {
    logits: hostTensor('float64', golden.shape, Float64Array.from(golden.logits)),
    labels: Int32Array.from(golden.labels),
  };
  const top = confidencesOf(predictions);

  test('accuracy and its Wilson interval are those of scikit-learn and SciPy', () => {
    const { mean, standardError, interval } = accuracy(top.correct);
    expectAllClose(
      [mean, standardError!, interval.lower, interval.upper],
      [
        golden.accuracy.mean,
        golden.accuracy.standardError,
        golden.accuracy.lower,
        golden.accuracy.upper,
      ],
    );
  });

  test('NLL and Brier score are those of scikit-learn', () => {
    const nll = negativeLogLikelihood(predictions);
    const brier = brierScore(predictions);
    expectAllClose(
      [nll.mean, nll.standardError!, brier.mean, brier.standardError!],
      [golden.nll.mean, golden.nll.standardError, golden.brier.mean, golden.brier.standardError],
    );
  });

  test('confidences are those of SciPy’s softmax, calibration errors those of torchmetrics', () => {
    expectAllClose(top.confidences, golden.confidences);
    // No confidence lies on an edge, where the two conventions differ; torchmetrics sums in float32.
    const diagram = reliabilityDiagram(top);
    expectAllClose(
      [
        expectedCalibrationError(diagram),
        rootMeanSquareCalibrationError(diagram),
        maximumCalibrationError(diagram),
      ],
      [golden.torchmetrics.l1, golden.torchmetrics.l2, golden.torchmetrics.max],
      { rtol: 1e-6 },
    );
  });

  test('the temperature is the root that SciPy finds, and scikit-learn’s minimum', () => {
    const { temperature, nllBefore, nllAfter } = fitTemperature(predictions);
    expectAllClose([temperature], [golden.temperature.root], { rtol: 1e-12 });
    // A search by values of the NLL, as scikit-learn's, finds the minimum to about √ε.
    expectAllClose([temperature], [golden.temperature.sklearn], { rtol: 1e-8 });
    expectAllClose([nllBefore, nllAfter], [golden.nll.mean, golden.temperature.nllAfter]);
  });
});

describe('statistics', () => {
  test('moments are those of NumPy and SciPy', () => {
    const moments = new RunningMoments();
    for (const value of statistics.values) moments.add(value);
    expectAllClose(
      [moments.mean, moments.standardDeviation, moments.estimate().standardError!],
      [statistics.mean, statistics.standardDeviation, statistics.standardError],
    );
  });

  test('histograms are those of NumPy', () => {
    const { binEdges, counts } = histogram(statistics.values, { numBins: 7 });
    expectAllClose(binEdges, statistics.histogram.binEdges);
    expect(counts).toEqual(statistics.histogram.counts);
    const ranged = histogram(statistics.values, { numBins: 5, range: [2, 4] });
    expect(ranged.counts).toEqual(statistics.histogramFrom2To4);
  });

  test('the Wilson interval of 9 in 10 is SciPy’s', () => {
    const { lower, upper } = wilsonInterval(9, 10);
    expectAllClose([lower, upper], statistics.wilson9Of10);
  });
});
