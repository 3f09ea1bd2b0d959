import { describe, expect, test } from 'vitest';
import {
  corpDecomposition,
  corpReliability,
  logScore,
  quadraticScore,
  smoothCalibrationError,
} from '../../src/analysis/calibration/index.ts';
import { poissonBinomialQuantiles } from '../../src/analysis/statistics/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Parts {
  readonly score: number;
  readonly miscalibration: number;
  readonly discrimination: number;
  readonly uncertainty: number;
}

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly confidences: readonly number[];
    readonly correct: readonly number[];
    readonly smooth: { readonly value: number; readonly bandwidth: number };
    readonly smoothAt: readonly (readonly [number, number])[];
    readonly corp: {
      readonly fitted: readonly number[];
      readonly log: Parts;
      readonly brier: Parts;
    };
  }[];
  readonly poissonBinomial: {
    readonly fractions: readonly number[];
    readonly cases: readonly {
      readonly probabilities: readonly number[];
      readonly quantiles: readonly number[];
    }[];
  };
}

const { cases, poissonBinomial } = readGolden('calibration-curves') as Golden;

function listOf({ score, miscalibration, discrimination, uncertainty }: Parts): number[] {
  return [score, miscalibration, discrimination, uncertainty];
}

describe.each(cases)('$name', (golden) => {
  const predictions = {
    confidences: Float64Array.from(golden.confidences),
    correct: Uint8Array.from(golden.correct),
  };

  test('smooth ECE and its bandwidth are those of a dense convolution', () => {
    const { value, bandwidth } = smoothCalibrationError(predictions);
    expect(bandwidth).toBe(golden.smooth.bandwidth);
    expectAllClose([value], [golden.smooth.value]);
  });

  test.each(golden.smoothAt)('smooth ECE at bandwidth %f', (bandwidth, value) => {
    const got = smoothCalibrationError(predictions, { bandwidth });
    expect(got.bandwidth).toBe(bandwidth);
    expectAllClose([got.value], [value]);
  });

  test('isotonic accuracies are those of scikit-learn', () => {
    const { blocks } = corpReliability(predictions);
    const fitted = golden.confidences.map(
      (confidence) =>
        blocks.find(({ lower, upper }) => lower <= confidence && confidence <= upper)!.accuracy,
    );
    expectAllClose(fitted, golden.corp.fitted);
  });

  test('decompositions are made of scikit-learn’s scores', () => {
    const brier = corpDecomposition(predictions, quadraticScore);
    expectAllClose(listOf(brier), listOf(golden.corp.brier));
    // scikit-learn keeps probabilities 2e-16 away from 0 and 1.
    const log = corpDecomposition(predictions, logScore);
    expectAllClose(listOf(log), listOf(golden.corp.log), { rtol: 1e-10, atol: 1e-12 });
  });
});

test.each(poissonBinomial.cases)('Poisson-binomial quantiles, case %#', (golden) => {
  const { fractions } = poissonBinomial;
  expect(poissonBinomialQuantiles(golden.probabilities, fractions)).toEqual(golden.quantiles);
});
