import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../../test/support/analysis.ts';
import { Rng } from '../../base/index.ts';
import { optimalLogitGap } from '../penultimate/index.ts';
import type { FloatTensor } from '../statistics/index.ts';
import { smoothingFingerprint } from './smoothing-fingerprint.ts';

interface Simulated {
  readonly numClasses?: number;
  readonly count?: number;
  readonly seed?: number;
}

/**
 * A model that has fitted targets smoothed by α: log((1−α)p + α/K) and noise, where p is one class on
 * seven rows of ten, and two classes in some proportion on the others.
 */
function smoothedModel(
  alpha: number,
  {
    numClasses = 10,
    count = 1000,
    seed = 1,
    noise = 0.3,
  }: Simulated & { readonly noise?: number } = {},
): FloatTensor {
  const rng = Rng.fromSeed(seed);
  const rows = Array.from({ length: count }, () => {
    const [first, second] = rng.permutation(numClasses);
    const share = rng.uniform() < 0.7 ? 1 : rng.uniform();
    return Array.from({ length: numClasses }, (_, k) => {
      const p = k === first ? share : k === second ? 1 - share : 0;
      return Math.log((1 - alpha) * p + alpha / numClasses) + noise * rng.normal();
    });
  });
  return matrixOf(rows);
}

/**
 * A model of hard labels: an example of class c has c's own pattern of logits, times a scale that is
 * the example's, plus noise.
 */
function hardModel(
  scale: number,
  { numClasses = 10, count = 1000, seed = 1 }: Simulated = {},
): FloatTensor {
  const rng = Rng.fromSeed(seed);
  const patterns = Array.from({ length: numClasses }, (_, c) =>
    Array.from({ length: numClasses }, (_, k) => rng.normal() + (k === c ? 4 : 0)),
  );
  const rows = Array.from({ length: count }, () => {
    const pattern = patterns[rng.integer(numClasses)]!;
    const size = scale * Math.exp(0.4 * rng.normal());
    return pattern.map((value) => size * (value + 0.7 * rng.normal()));
  });
  return matrixOf(rows);
}

function mapped(logits: FloatTensor, value: (z: number) => number): FloatTensor {
  return { ...logits, data: Float64Array.from(logits.data, value) };
}

describe('smoothingFingerprint', () => {
  it('reads α from perfectly fitted targets to the last digits', () => {
    const target = [0.91, ...new Array<number>(9).fill(0.01)].map(Math.log);
    const print = smoothingFingerprint(matrixOf(new Array<number[]>(100).fill(target)));
    expect(print.verdict).toBe('smoothed');
    expect(print.alpha).toBeCloseTo(0.1, 12);
    expect(print.interval!.lower).toBeCloseTo(0.1, 12);
    expect(print.interval!.upper).toBeCloseTo(0.1, 12);
    expect(print.evidence.meanGap).toBeCloseTo(optimalLogitGap(10, 0.1)!, 12);
    expect(print.evidence).toMatchObject({ rows: 100, shareAtFloor: 1 });
    expect(print.evidence.floorSpread).toBeCloseTo(0, 12);
    expect(print.evidence.readings.floor).toBeCloseTo(0.1, 12);
    expect(print.evidence.readings.odds).toBeCloseTo(0.1, 12);
  });

  it.each([
    [0.05, 10],
    [0.1, 10],
    [0.2, 10],
    [0.1, 3],
    [0.1, 200],
  ])('finds α = %d of %i classes behind noise and torn examples', (alpha, numClasses) => {
    const print = smoothingFingerprint(smoothedModel(alpha, { numClasses }));
    expect(print.verdict).toBe('smoothed');
    expect(print.alpha! / alpha).toBeGreaterThan(0.8);
    expect(print.alpha! / alpha).toBeLessThan(1.2);
    expect(print.interval).toMatchObject({
      method: 'bracket-of-bootstrap-percentiles',
      level: 0.95,
      samples: 200,
      seed: 0,
    });
    expect(print.interval!.lower).toBeLessThan(alpha);
    expect(print.interval!.upper).toBeGreaterThan(alpha);
  });

  it.each([3, 1.5])('calls logits that grow with the example hard, at scale %d', (scale) => {
    const print = smoothingFingerprint(hardModel(scale));
    expect(print).toMatchObject({ verdict: 'hard', alpha: null, interval: null });
    expect(print.evidence.disagreement).toBeGreaterThan(Math.log(10));
    expect(print.reason).toContain('no smoothed target holds them');
  });

  it.each([
    [10, 0.01],
    [10, 1],
    [1000, 0.01],
    [1000, 3],
  ])(
    'does not take %i random logits of standard deviation %d for smoothed',
    (numClasses, deviation) => {
      const rng = Rng.fromSeed(4);
      const logits = matrixOf(
        Array.from({ length: 300 }, () =>
          Array.from({ length: numClasses }, () => deviation * rng.normal()),
        ),
      );
      expect(smoothingFingerprint(logits).verdict).not.toBe('smoothed');
    },
  );

  it('cannot tell from smoothed logits that were sharpened far', () => {
    const print = smoothingFingerprint(mapped(smoothedModel(0.1), (z) => z / 0.4));
    expect(print).toMatchObject({ verdict: 'cannot tell', alpha: null, interval: null });
  });

  it('reads another α from logits at another temperature: that of a gap of g/T', () => {
    const print = smoothingFingerprint(mapped(smoothedModel(0.1, { noise: 0 }), (z) => z / 1.5));
    // e^(log(91)/1.5) is 20.23, and 10 / (20.23 − 1 + 10) = 0.342.
    expect(print).toMatchObject({ verdict: 'smoothed' });
    expect(print.alpha).toBeCloseTo(0.342, 2);
  });

  it('cannot tell from hard logits at a temperature that makes them small', () => {
    expect(smoothingFingerprint(mapped(hardModel(1.5), (z) => z / 4)).verdict).toBe('cannot tell');
  });

  it('cannot tell from equal logits, few rows or two classes', () => {
    const equal = smoothingFingerprint(matrixOf(new Array<number[]>(100).fill([1, 1, 1])));
    expect(equal.verdict).toBe('cannot tell');
    expect(equal.reason).toContain('sure of nothing');
    expect(equal.evidence).toMatchObject({
      meanGap: 0,
      scaleCorrelation: null,
      shareAtFloor: 1,
    });
    expect(equal.evidence.readings.gap).toBeCloseTo(1, 12);
    const single = smoothingFingerprint(smoothedModel(0.1, { count: 1 }));
    expect(single.verdict).toBe('cannot tell');
    expect(single.reason).toBe('At least 100 rows are needed, here is 1.');
    const two = smoothingFingerprint(smoothedModel(0.1, { numClasses: 2 }));
    expect(two.verdict).toBe('cannot tell');
    expect(two.reason).toContain('two classes');
  });

  it('refuses a single class and logits that are not finite', () => {
    expect(() => smoothingFingerprint(matrixOf([[1]]))).toThrow(
      'smoothingFingerprint: expected logits of at least 2 classes, got 1',
    );
    expect(() => smoothingFingerprint(matrixOf([[1, NaN]]))).toThrow('got NaN at row 0, column 1');
  });

  it('draws 10,000 rows of more, by the seed', () => {
    const logits = smoothedModel(0.1, { count: 10_050, numClasses: 3 });
    const print = smoothingFingerprint(logits);
    expect(print.evidence.rows).toBe(10_000);
    expect(smoothingFingerprint(logits, { seed: 0 })).toEqual(print);
    const other = smoothingFingerprint(logits, { seed: 1 });
    expect(other.evidence.meanGap).not.toBe(print.evidence.meanGap);
    expect(other.evidence.meanGap).toBeCloseTo(print.evidence.meanGap, 2);
  });

  const models = fc.record({
    seed: fc.integer({ min: 0, max: 1000 }),
    alpha: fc.constantFrom(0, 0.05, 0.2),
    numClasses: fc.integer({ min: 3, max: 12 }),
  });
  const made = ({
    seed,
    alpha,
    numClasses,
  }: {
    seed: number;
    alpha: number;
    numClasses: number;
  }): FloatTensor =>
    alpha === 0
      ? hardModel(1, { seed, numClasses, count: 120 })
      : smoothedModel(alpha, { seed, numClasses, count: 120 });

  it('does not depend on a constant added to a row, or on the order of the classes', () => {
    fc.assert(
      fc.property(models, (model) => {
        const logits = made(model);
        const { numClasses } = model;
        const rng = Rng.fromSeed(model.seed);
        const order = rng.permutation(numClasses);
        const changed = { ...logits, data: logits.data.slice() };
        for (let start = 0; start < changed.data.length; start += numClasses) {
          const shift = 10 * rng.normal();
          order.forEach((from, k) => {
            changed.data[start + k] = logits.data[start + from]! + shift;
          });
        }
        const [before, after] = [smoothingFingerprint(logits), smoothingFingerprint(changed)];
        expect(after.verdict).toBe(before.verdict);
        expect(after.evidence.meanGap).toBeCloseTo(before.evidence.meanGap, 9);
        expect(after.evidence.floorSpread).toBeCloseTo(before.evidence.floorSpread, 9);
        expect(after.evidence.disagreement).toBeCloseTo(before.evidence.disagreement, 9);
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('has a correlation of gap and spread that no temperature changes', () => {
    fc.assert(
      fc.property(models, fc.double({ min: 0.2, max: 5, noNaN: true }), (model, temperature) => {
        const logits = made(model);
        const before = smoothingFingerprint(logits).evidence.scaleCorrelation!;
        const divided = smoothingFingerprint(mapped(logits, (z) => z / temperature));
        expect(divided.evidence.scaleCorrelation).toBeCloseTo(before, 9);
        expect(Math.abs(before)).toBeLessThanOrEqual(1);
      }),
      { seed: 6, numRuns: 20 },
    );
  });

  it('is given by the definition of the correlation on three rows', () => {
    // Gaps 2, 4, 9; standard deviations of the other two logits 0, 1, 0.
    const logits = matrixOf([
      [2, 0, 0],
      [4, 1, -1],
      [9, 0, 0],
    ]);
    // Deviations −3, −1, 4 and −1/3, 2/3, −1/3: products sum to −1, squares to 26 and 2/3.
    expect(smoothingFingerprint(logits).evidence.scaleCorrelation).toBeCloseTo(
      -1 / Math.sqrt((26 * 2) / 3),
      12,
    );
  });
});
