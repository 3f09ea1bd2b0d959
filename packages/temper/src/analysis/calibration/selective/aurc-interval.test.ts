import { describe, expect, test } from 'vitest';
import { Rng } from '../../../base/index.ts';
import { aurcInterval, resampledAurc } from './aurc-interval.ts';
import { selectiveRisk } from './selective-risk.ts';

const rng = Rng.fromSeed(9);
const scores = Float64Array.from({ length: 400 }, () => rng.integer(100) / 100);
const losses = Uint8Array.from(scores, (score) => (rng.uniform() < score ? 0 : 1));

describe('resampledAurc', () => {
  test.each(['trapezoid', 'zeroAtZero', 'meanOfRisks'] as const)(
    'is the %s area of the examples drawn',
    (rule) => {
      const statistic = resampledAurc(scores, losses, rule);
      for (let draw = 0; draw < 3; draw++) {
        const indices = Uint32Array.from({ length: 400 }, () => rng.integer(400));
        const drawn = selectiveRisk(
          Float64Array.from(indices, (n) => scores[n]!),
          Float64Array.from(indices, (n) => losses[n]!),
        );
        expect(statistic(indices)).toBeCloseTo(drawn.aurc[rule], 13);
      }
    },
  );
});

describe('aurcInterval', () => {
  test('holds the area, and is as wide as fresh samples spread', () => {
    const { lower, upper } = aurcInterval(scores, losses, { samples: 400 });
    const { trapezoid } = selectiveRisk(scores, losses).aurc;
    expect(lower).toBeLessThan(trapezoid);
    expect(upper).toBeGreaterThan(trapezoid);
    const fresh = Array.from({ length: 400 }, () => {
      const drawn = Float64Array.from({ length: 400 }, () => rng.integer(100) / 100);
      const lost = Uint8Array.from(drawn, (score) => (rng.uniform() < score ? 0 : 1));
      return selectiveRisk(drawn, lost).aurc.trapezoid;
    }).sort((a, b) => a - b);
    // Widths from 400 draws are off by about a tenth, the bootstrap's by as much again.
    const ratio = (upper - lower) / (fresh[390]! - fresh[10]!);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
  });

  test('takes the rule and the options of the bootstrap', () => {
    const options = { samples: 50, seed: 5 };
    const one = aurcInterval(scores, losses, options);
    expect(one).toMatchObject(options);
    expect(aurcInterval(scores, losses, { ...options, rule: 'trapezoid' })).toEqual(one);
    expect(aurcInterval(scores, losses, { ...options, rule: 'meanOfRisks' })).not.toEqual(one);
  });
});
