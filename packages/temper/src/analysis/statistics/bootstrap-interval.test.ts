import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval } from './bootstrap-interval.ts';

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
