import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval, bootstrapIntervals } from './bootstrap-interval.ts';

const rng = Rng.fromSeed(1);
const values = Float64Array.from({ length: 400 }, () => rng.normal());

function meanAt(indices: Uint32Array): number {
  return indices.reduce((sum, index) => sum + values[index]!, 0) / indices.length;
}

describe('bootstrapInterval', () => {
  test('95% means the 2.5th and the 97.5th percentile of the resamples', () => {
    let next = 0;
    const { lower, upper } = bootstrapInterval(3, () => next++, { samples: 101 });
    expect(lower).toBeCloseTo(2.5, 12);
    expect(upper).toBeCloseTo(97.5, 12);
  });

  test('percentiles between two resamples are interpolated', () => {
    let next = 0;
    const interval = bootstrapInterval(3, () => next++, { samples: 2, level: 0.5 });
    expect([interval.lower, interval.upper]).toEqual([0.25, 0.75]);
  });

  test('the basic interval is the percentile interval reflected at the statistic itself', () => {
    let next = 0;
    // The resamples give 0 … 100, the examples themselves 101: 2·101 − 97.5 and 2·101 − 2.5.
    const interval = bootstrapInterval(3, () => next++, { samples: 101, method: 'basic' });
    expect(interval.method).toBe('bootstrap-basic');
    expect(interval.lower).toBeCloseTo(104.5, 12);
    expect(interval.upper).toBeCloseTo(199.5, 12);
  });

  test('the statistic itself is that of every example once', () => {
    const seen: number[][] = [];
    const statistic = (indices: Uint32Array): number => seen.push(Array.from(indices));
    bootstrapInterval(4, statistic, { samples: 2, method: 'basic' });
    expect(seen[2]).toEqual([0, 1, 2, 3]);
  });

  test.each(['percentile', 'basic'] as const)(
    'a 90% %s interval of a mean covers it about 90 times in 100',
    (method) => {
      const draws = Rng.fromSeed(8);
      let covered = 0;
      for (let seed = 0; seed < 300; seed++) {
        const sample = Float64Array.from({ length: 40 }, () => draws.normal());
        const mean = (indices: Uint32Array): number =>
          indices.reduce((sum, index) => sum + sample[index]!, 0) / 40;
        const { lower, upper } = bootstrapInterval(40, mean, {
          method,
          seed,
          samples: 200,
          level: 0.9,
        });
        if (lower <= 0 && upper >= 0) covered += 1;
      }
      // Five standard errors of 300 draws are 0.087; of 40 values it falls short by about 0.015.
      expect(Math.abs(covered / 300 - 0.885)).toBeLessThan(0.087);
    },
  );

  test('the interval of a mean agrees with the normal approximation', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / 400;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400;
    const halfWidth = 1.96 * Math.sqrt(variance / 400);
    const { lower, upper } = bootstrapInterval(400, meanAt, { samples: 2000 });
    // 2,000 resamples place a 2.5% point within about a tenth of the half-width.
    expect(Math.abs(lower - (mean - halfWidth))).toBeLessThan(0.1 * halfWidth);
    expect(Math.abs(upper - (mean + halfWidth))).toBeLessThan(0.1 * halfWidth);
  });

  test('every resample has n examples, all of them in range, not each once', () => {
    bootstrapInterval(50, (indices) => {
      expect(indices.length).toBe(50);
      expect(Math.max(...indices)).toBeLessThan(50);
      expect(new Set(indices).size).toBeLessThan(50);
      return 0;
    });
  });

  test('the seed decides, and is reported', () => {
    const first = bootstrapInterval(400, meanAt, { seed: 3, samples: 50 });
    expect(bootstrapInterval(400, meanAt, { seed: 3, samples: 50 })).toEqual(first);
    expect(bootstrapInterval(400, meanAt, { seed: 4, samples: 50 }).lower).not.toBe(first.lower);
    expect(first).toMatchObject({
      method: 'bootstrap-percentile',
      seed: 3,
      samples: 50,
      level: 0.95,
    });
  });

  test('a single example leaves no width', () => {
    const { lower, upper } = bootstrapInterval(1, meanAt);
    expect([lower, upper]).toEqual([values[0], values[0]]);
  });

  test('what cannot be drawn is refused', () => {
    expect(() => bootstrapInterval(0, meanAt)).toThrow('the number of examples');
    expect(() => bootstrapInterval(4, meanAt, { samples: 0 })).toThrow('samples');
    expect(() => bootstrapInterval(4, meanAt, { level: 1 })).toThrow('level in (0, 1), got 1');
    expect(() => bootstrapInterval(4, () => NaN)).toThrow('expected a finite statistic');
  });
});

describe('bootstrapIntervals', () => {
  test('gives every statistic what it would get alone', () => {
    const options = { samples: 60, seed: 9, method: 'basic' } as const;
    const largestAt = (indices: Uint32Array): number =>
      indices.reduce((largest, index) => Math.max(largest, values[index]!), -Infinity);
    const together = bootstrapIntervals(
      400,
      (indices) => ({ mean: meanAt(indices), largest: largestAt(indices) }),
      options,
    );
    expect(together).toEqual({
      mean: bootstrapInterval(400, meanAt, options),
      largest: bootstrapInterval(400, largestAt, options),
    });
  });

  test('one statistic that is not finite is refused', () => {
    expect(() => bootstrapIntervals(4, () => ({ mean: 1, ratio: Infinity }))).toThrow(
      'expected a finite statistic for every resample, got Infinity',
    );
  });
});
