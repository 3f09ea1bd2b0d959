import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram } from './histogram.ts';

describe('histogram', () => {
  test('bins are closed below and open above, the last one closed', () => {
    expect(histogram([0, 0.5, 1, 1.5, 2], { numBins: 2 })).toEqual({
      binEdges: [0, 1, 2],
      counts: [2, 3],
      below: 0,
      above: 0,
    });
  });

  test('a given range counts what lies outside it', () => {
    const { counts, below, above } = histogram([-1, 0, 3, 4, 5, 9], { numBins: 4, range: [0, 4] });
    expect({ counts, below, above }).toEqual({ counts: [1, 0, 0, 2], below: 1, above: 2 });
  });

  test('equal values get a unit around them', () => {
    expect(histogram([7, 7], { numBins: 2 })).toMatchObject({
      binEdges: [6.5, 7, 7.5],
      counts: [0, 2],
    });
  });

  test('every value is in the bin whose stated edges hold it', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (drawn, numBins) => {
        // The edges themselves are the hard cases.
        const { binEdges } = histogram(drawn, { numBins, range: [-5, 5] });
        const all = [...drawn, ...binEdges];
        const { counts } = histogram(all, { numBins, range: [-5, 5] });
        const naive = counts.map((_, b) => {
          const last = b === numBins - 1;
          return all.filter(
            (v) => v >= binEdges[b]! && (v < binEdges[b + 1]! || (last && v === binEdges[b + 1]!)),
          ).length;
        });
        expect(counts).toEqual(naive);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('no values, NaN and ranges that do not ascend are refused', () => {
    expect(() => histogram([], { numBins: 3 })).toThrow('for 0 values');
    expect(() => histogram([1, NaN], { numBins: 3, range: [0, 1] })).toThrow('got NaN at 1');
    expect(() => histogram([1, NaN], { numBins: 3 })).toThrow('expected finite values');
    expect(() => histogram([1], { numBins: 3, range: [2, 2] })).toThrow('got [2, 2]');
    expect(() => histogram([1], { numBins: 0 })).toThrow('numBins');
  });
});
