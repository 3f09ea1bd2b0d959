import { describe, expect, test } from 'vitest';
import {
  type BinningConvention,
  classwiseCalibrationError,
  debiasedCalibrationError,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityDiagram,
  rootMeanSquareCalibrationError,
  unweightedCalibrationError,
} from '../../src/analysis/calibration/index.ts';
import {
  numpyLinspace,
  torchLinspace,
  torchLinspaceFloat32,
} from '../../src/analysis/calibration/binning/linspace.ts';
import { hostTensor } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Norms {
  readonly numBins: number;
  readonly l1: number;
  readonly l2: number;
  readonly max: number;
}

interface Golden {
  readonly linspace: readonly {
    readonly numBins: number;
    readonly numpy: readonly number[];
    readonly torch: readonly number[];
    readonly torchFloat32: readonly number[];
  }[];
  readonly cases: readonly {
    readonly name: string;
    readonly confidences: readonly number[];
    readonly correct: readonly number[];
    readonly defined: readonly (Norms & {
      readonly convention: BinningConvention;
      readonly counts: readonly number[];
      readonly unweighted: number;
      readonly debiased: number;
    })[];
    readonly torchmetrics: readonly Norms[];
    readonly sklearn: readonly {
      readonly convention: BinningConvention;
      readonly numBins: number;
      readonly accuracy: readonly number[];
      readonly confidence: readonly number[];
    }[];
  }[];
  readonly classwise: {
    readonly shape: readonly number[];
    readonly probabilities: readonly number[];
    readonly labels: readonly number[];
    readonly perClass: Readonly<Record<string, readonly number[]>>;
  };
}

const { linspace, cases, classwise } = readGolden('calibration-conventions') as Golden;

test.each(linspace)('$numBins equal steps are those of NumPy and PyTorch, to the bit', (golden) => {
  expect([...numpyLinspace(golden.numBins)]).toEqual(golden.numpy);
  expect([...torchLinspace(golden.numBins)]).toEqual(golden.torch);
  expect([...torchLinspaceFloat32(golden.numBins)]).toEqual(golden.torchFloat32);
});

describe.each(cases)('$name', (golden) => {
  const predictions = {
    confidences: Float64Array.from(golden.confidences),
    correct: Uint8Array.from(golden.correct),
  };

  test.each(golden.defined)('$convention, $numBins bins, as its authors define it', (want) => {
    const { convention: binning, numBins } = want;
    const diagram = reliabilityDiagram(predictions, { binning, numBins });
    expect(diagram.convention).toBe(binning);
    expect(diagram.bins.map((bin) => bin.count).filter((count) => count > 0)).toEqual(want.counts);
    expectAllClose(
      [
        expectedCalibrationError(diagram),
        rootMeanSquareCalibrationError(diagram),
        maximumCalibrationError(diagram),
        unweightedCalibrationError(diagram),
      ],
      [want.l1, want.l2, want.max, want.unweighted],
    );
    // The root of a difference near 0 keeps half of the digits.
    expectAllClose([debiasedCalibrationError(diagram)], [want.debiased], { atol: 1e-9 });
  });

  test.each(golden.torchmetrics)('$numBins bins by torchmetrics', ({ numBins, l1, l2, max }) => {
    const diagram = reliabilityDiagram(predictions, { binning: 'torchmetrics', numBins });
    expect(diagram.numBins).toBe(numBins + 1);
    expectAllClose(
      [
        expectedCalibrationError(diagram),
        rootMeanSquareCalibrationError(diagram),
        maximumCalibrationError(diagram),
      ],
      [l1, l2, max],
    );
  });

  test.each(golden.sklearn)('$numBins bins by $convention', (want) => {
    const { convention: binning, numBins } = want;
    const { bins } = reliabilityDiagram(predictions, { binning, numBins });
    const filled = bins.filter((bin) => bin.count > 0);
    expectAllClose(
      filled.map((bin) => bin.accuracy!),
      want.accuracy,
    );
    expectAllClose(
      filled.map((bin) => bin.meanConfidence!),
      want.confidence,
    );
  });
});

test.each(Object.entries(classwise.perClass))('class-wise errors by %s', (binning, want) => {
  const got = classwiseCalibrationError(
    {
      probabilities: hostTensor(
        'float64',
        classwise.shape,
        Float64Array.from(classwise.probabilities),
      ),
      labels: Int32Array.from(classwise.labels),
    },
    { binning: binning as BinningConvention, numBins: 15 },
  );
  expectAllClose(got.perClass, want);
  const total = want.reduce((sum, error) => sum + error, 0);
  expectAllClose([got.mean, got.sum], [total / want.length, total]);
});
