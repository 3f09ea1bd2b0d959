import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { jackknife } from './jackknife.ts';

const values = [3, 1, 4, 1, 5, 9, 2, 6];
const meanOf = (numbers: readonly number[]) => (indices: Uint32Array) =>
  indices.reduce((sum, index) => sum + numbers[index]!, 0) / indices.length;

describe('jackknife', () => {
  it('gives the classical standard error of a mean when each example is a group', () => {
    const { value, standardError } = jackknife(8, meanOf(values), { groups: 8 });
    expect(value).toBe(31 / 8);
    // Sum of squares 173, so the variance is (173 − 31²/8)/7 and the error its root over √8.
    expect(standardError).toBeCloseTo(Math.sqrt((173 - 961 / 8) / 7 / 8), 12);
  });

  it('is near the spread of the statistic over fresh samples', () => {
    const rng = Rng.fromSeed(2);
    const ratio = (x: readonly number[]) => (indices: Uint32Array) =>
      Math.sqrt(indices.reduce((sum, index) => sum + x[index]! ** 2, 0) / indices.length);
    const samples = Array.from({ length: 400 }, () =>
      Array.from({ length: 200 }, () => rng.normal()),
    );
    const all = Uint32Array.from({ length: 200 }, (_, i) => i);
    const spread = samples.map((x) => ratio(x)(all));
    const mean = spread.reduce((sum, x) => sum + x, 0) / 400;
    const deviation = Math.sqrt(spread.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 399);
    const errors = samples.slice(0, 40).map((x) => jackknife(200, ratio(x)).standardError);
    const typical = errors.reduce((sum, x) => sum + x, 0) / 40;
    // The root mean square of 200 normals has standard error 1/√400 = 0.05.
    expect(deviation).toBeGreaterThan(0.045);
    expect(typical / deviation).toBeGreaterThan(0.85);
    expect(typical / deviation).toBeLessThan(1.15);
  });

  it('refuses fewer examples than groups', () => {
    expect(() => jackknife(5, () => 0)).toThrow(
      'jackknife: expected the number of examples to be a whole number of at least 20, got 5',
    );
  });
});
