import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { bootstrapInterval } from './bootstrap-interval.ts';
import { pairedBootstrapDifferences } from './paired-bootstrap.ts';

const COUNT = 300;

/** Mean of the values at indices. */
function meanOf(values: Float64Array): (indices: Uint32Array) => { mean: number } {
  return (indices) => ({
    mean: indices.reduce((sum, index) => sum + values[index]!, 0) / indices.length,
  });
}

/** How hard each example is, whatever the model, and two models' losses on it. */
function lossesOfTwo(seed: number, advantage: number): [Float64Array, Float64Array] {
  const rng = Rng.fromSeed(seed);
  const difficulty = Float64Array.from({ length: COUNT }, () => rng.normal());
  return [
    difficulty.map((value) => value + 0.1 * rng.normal()),
    difficulty.map((value) => value + 0.1 * rng.normal() + advantage),
  ];
}

describe('pairedBootstrapDifferences', () => {
  test('of a model and itself there is no difference, and no doubt about it', () => {
    const [losses] = lossesOfTwo(1, 0);
    const { mean } = pairedBootstrapDifferences(COUNT, [meanOf(losses), meanOf(losses)]);
    expect(mean).toMatchObject({ difference: 0, interval: { lower: 0, upper: 0 } });
  });

  test('is first minus second, by hand', () => {
    const models = [meanOf(Float64Array.of(3)), meanOf(Float64Array.of(1))] as const;
    const { mean } = pairedBootstrapDifferences(1, models, { method: 'basic' });
    expect(mean).toMatchObject({ difference: 2, interval: { lower: 2, upper: 2 } });
  });

  test('finds what intervals of each model alone cannot tell apart', () => {
    const [first, second] = lossesOfTwo(2, 0.05);
    const options = { samples: 200 };
    const { mean } = pairedBootstrapDifferences(COUNT, [meanOf(first), meanOf(second)], options);
    expect(mean.interval.upper).toBeLessThan(0);
    const alone = [first, second].map((losses) =>
      bootstrapInterval(COUNT, (indices) => meanOf(losses)(indices).mean, options),
    );
    expect(alone[0]!.upper).toBeGreaterThan(alone[1]!.lower);
    // Of a sum of 2·0.1² over 300 examples: 1.96·0.1·√(2/300), to the noise of 200 resamples.
    const width = mean.interval.upper - mean.interval.lower;
    expect(width / (2 * 1.96 * 0.1 * Math.sqrt(2 / COUNT))).toBeCloseTo(1, 0);
  });

  test('covers no difference about 95 times in 100', () => {
    let covered = 0;
    for (let seed = 0; seed < 100; seed++) {
      const [first, second] = lossesOfTwo(100 + seed, 0);
      const { mean } = pairedBootstrapDifferences(COUNT, [meanOf(first), meanOf(second)], {
        samples: 100,
        seed,
      });
      if (mean.interval.lower <= 0 && mean.interval.upper >= 0) covered += 1;
    }
    // Of 100 draws with probability 0.95, fewer than 84 are five standard errors away.
    expect(covered).toBeGreaterThan(84);
    expect(covered).toBeLessThan(100);
  });
});
