import { describe, expect, test } from 'vitest';
import { predictionsOf, randomPredictions } from '../../../../test/support/analysis.ts';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { fitHistogramBinning } from './histogram-binning.ts';
import { recalibrate } from './recalibrate.ts';

const rowsOf = (probabilities: readonly number[]): number[][] =>
  probabilities.map((p) => [Math.log1p(-p), Math.log(p)]);

describe('fitHistogramBinning', () => {
  const predictions = predictionsOf(rowsOf([0.1, 0.15, 0.2, 0.3, 0.8, 0.9]), [0, 1, 0, 1, 1, 1]);

  test('by hand, bins of equal width: shares, and the midpoint where a bin is empty', () => {
    const { bins } = fitHistogramBinning(predictions, { bins: 'equal-width', numBins: 4 });
    expect(bins[1]).toEqual({ edges: [0.25, 0.5, 0.75], to: [1 / 3, 1, 0.625, 1] });
  });

  test('by hand, bins of equal mass: edges midway between neighbours', () => {
    const { bins } = fitHistogramBinning(predictions, { numBins: 3 });
    expectAllClose(bins[1]!.edges, [0.175, 0.55]);
    expect(bins[1]!.to).toEqual([0.5, 0.5, 1]);
  });

  test('equal confidences are in one bin, however many bins are asked for', () => {
    const equal = predictionsOf(rowsOf([0.3, 0.3, 0.3, 0.3]), [1, 0, 0, 0]);
    const { bins } = fitHistogramBinning(equal, { numBins: 10 });
    // What lies above is an empty bin, and keeps its midpoint.
    expectAllClose(bins[1]!.edges, [0.3]);
    expectAllClose(bins[1]!.to, [0.25, 0.65]);
  });

  test('rows are normalised', () => {
    const random = randomPredictions(4, { count: 100, numClasses: 5, scale: 3 });
    const result = recalibrate(fitHistogramBinning(random), random.logits);
    const data = 'probabilities' in result ? result.probabilities.data : new Float64Array(0);
    for (let n = 0; n < 100; n++) {
      expect(data.subarray(5 * n, 5 * n + 5).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
    }
  });

  test('bins that cannot be are refused', () => {
    expect(() => fitHistogramBinning(predictions, { numBins: 0 })).toThrow(
      'expected numBins to be a whole number of at least 1, got 0',
    );
  });
});
