import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temperBinning } from './temper-binning.ts';

describe('temperBinning', () => {
  test('an edge belongs to the bin below it, and 0 to the first', () => {
    const confidences = Float64Array.of(0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.9, 1);
    expect([...temperBinning(confidences, 10).membership]).toEqual([0, 0, 1, 2, 4, 5, 6, 8, 9]);
  });

  test('fifteen bins of equal width unless asked otherwise', () => {
    const { convention, lower, upper } = temperBinning(Float64Array.of(0.5));
    expect(convention).toBe('temper');
    expect([lower.length, lower[0], upper[0], upper[14]]).toEqual([15, 0, 1 / 15, 1]);
  });

  test('every confidence is in the first bin whose upper edge is not below it', () => {
    const any = fc.double({ min: 0, max: 1, noNaN: true });
    const edgeAndBins = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.nat(200), any);
    fc.assert(
      fc.property(edgeAndBins, ([numBins, b, confidence]) => {
        const edge = Math.min(b, numBins) / numBins;
        const around = [edge, Math.min(edge * (1 + 2 ** -52), 1), edge * (1 - 2 ** -53)];
        const confidences = Float64Array.of(confidence, ...around);
        const { membership, upper } = temperBinning(confidences, numBins);
        expect([...membership]).toEqual(
          Array.from(confidences, (c) => upper.findIndex((end) => c <= end)),
        );
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('a number of bins that is no positive whole number is refused', () => {
    for (const numBins of [0, 2.5, NaN]) {
      expect(() => temperBinning(Float64Array.of(0.5), numBins)).toThrow('numBins');
    }
  });
});
