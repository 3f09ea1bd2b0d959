import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../../base/index.ts';
import type { BinningConvention } from './binning.ts';
import { CONVENTIONS, describeBins } from './conventions.ts';

type Closed = 'lower' | 'upper';

/** Of ten bins: which side is closed, and the bins of 0 and 1. */
const fixed: readonly (readonly [BinningConvention, number, Closed, number, number])[] = [
  ['temper', 15, 'upper', 0, 9],
  ['guo', 15, 'upper', -1, 9],
  ['torchmetrics', 15, 'lower', 0, 10],
  ['netcal', 10, 'lower', 0, 9],
  ['sklearn', 5, 'upper', 0, 9],
  ['kumar-width', 15, 'upper', 0, 9],
  ['kull', 14, 'lower', 0, 10],
];
const drawn = ['kumar', 'sklearn-quantile'] as const;
const tied = fc.array(
  fc.integer({ min: 0, max: 6 }).map((sixths) => sixths / 6),
  { minLength: 1, maxLength: 60 },
);

describe.each(fixed)('%s', (name, defaultBins, closed, binOfZero, binOfOne) => {
  const { bin, fixedBins } = CONVENTIONS[name];

  test('where 0, 1 and an edge go', () => {
    const { membership } = bin(Float64Array.of(0, 0.5, 1), 10);
    expect([...membership]).toEqual([binOfZero, closed === 'upper' ? 4 : 5, binOfOne]);
  });

  test('its own number of bins unless asked otherwise', () => {
    expect(CONVENTIONS[name].defaultBins).toBe(defaultBins);
    const ownBinForOne = binOfOne === 10 ? 1 : 0;
    expect(bin(Float64Array.of(0.5)).lower).toHaveLength(defaultBins + ownBinForOne);
  });

  test('every confidence is between the stated edges of its bin, alone or in an array', () => {
    const any = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.nat(120), any, (numBins, b, confidence) => {
        const { lower, upper, binOf } = fixedBins!(numBins);
        const edge = lower[Math.min(b, lower.length - 1)]!;
        const near = [edge, edge * (1 - 2 ** -53), Math.min(edge * (1 + 2 ** -52), 1)];
        const confidences = Float64Array.of(confidence, b / Math.max(b, numBins), ...near);
        const { membership } = bin(confidences, numBins);
        confidences.forEach((c, n) => {
          const k = membership[n]!;
          expect(binOf(c)).toBe(k);
          if (c === 0 || c === 1) return;
          expect(closed === 'upper' ? c > lower[k]! : c >= lower[k]!).toBe(true);
          expect(closed === 'upper' ? c <= upper[k]! : c < upper[k]!).toBe(true);
        });
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe.each(drawn)('%s: equal-mass bins do not fail on ties', (name) => {
  const { bin, fixedBins } = CONVENTIONS[name];

  test('equal confidences share a bin, edges rise, and every confidence lies between its own', () => {
    fc.assert(
      fc.property(tied, fc.integer({ min: 1, max: 20 }), (values, numBins) => {
        const { lower, upper, membership } = bin(Float64Array.from(values), numBins);
        expect(lower.length).toBeLessThanOrEqual(numBins);
        for (let b = 1; b < upper.length; b++) {
          expect(upper[b]).toBeGreaterThan(upper[b - 1]!);
          expect(lower[b]).toBe(upper[b - 1]);
        }
        values.forEach((value, n) => {
          const k = membership[n]!;
          expect(k).toBe(membership[values.indexOf(value)]);
          expect(value).toBeLessThanOrEqual(upper[k]!);
          if (k > 0) expect(value).toBeGreaterThan(lower[k]!);
          else expect(value).toBeGreaterThanOrEqual(lower[0]!);
        });
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  test('a single value is a single bin', () => {
    const { lower, membership } = bin(new Float64Array(40).fill(1), 15);
    expect(lower).toHaveLength(1);
    expect(new Set(membership)).toEqual(new Set([0]));
  });

  test('has no edges before the data, and needs some', () => {
    expect(fixedBins).toBeNull();
    expect(() => bin(new Float64Array(0))).toThrow('expected at least one confidence');
  });
});

test('kumar: without ties bins differ by at most one example, the larger first', () => {
  const confidences = Float64Array.from(Rng.fromSeed(2).permutation(100), (i) => (i + 0.5) / 100);
  const { membership } = CONVENTIONS.kumar.bin(confidences, 8);
  const counts = Array.from({ length: 8 }, (_, b) => membership.filter((k) => k === b).length);
  expect(counts).toEqual([13, 13, 13, 13, 12, 12, 12, 12]);
});

test('kumar: no more bins than examples', () => {
  const { lower, upper } = CONVENTIONS.kumar.bin(Float64Array.of(0.5, 0.25, 1), 15);
  expect([...lower]).toEqual([0, 0.375, 0.75]);
  expect([...upper]).toEqual([0.375, 0.75, 1]);
});

test.each(Object.values(CONVENTIONS))(
  '$name refuses what is no number of bins',
  ({ bin, name }) => {
    for (const numBins of [0, -1, 2.5, NaN]) {
      expect(() => bin(Float64Array.of(0.5), numBins)).toThrow(`${name} binning: expected numBins`);
    }
  },
);

test('conventions say which bins a number used', () => {
  for (const [name, convention] of Object.entries(CONVENTIONS)) {
    expect(convention.name).toBe(name);
    expect(describeBins({ convention: convention.name, numBins: 7 })).toBe(
      `7 bins (${name}: ${convention.edges})`,
    );
  }
  expect(describeBins({ convention: 'temper', numBins: 1 })).toBe(
    '1 bin (temper: equal width (lo, hi], 0 in the first bin)',
  );
});
