import { describe, expect, it } from 'vitest';
import { judgeClaims, regimeOf } from './calibration-claims.ts';
import type { SmoothingContrasts, SmoothingLevel } from './calibration-figures.ts';
import type { GroupSummary } from './group-summary.ts';

function within(lower: number, upper: number): GroupSummary {
  const interval = { method: 'stated', level: 0.95, lower, upper };
  return { count: 3, mean: (lower + upper) / 2, standardDeviation: 0.01, interval };
}
const unknown: GroupSummary = { count: 1, mean: 0.5, standardDeviation: null, interval: null };

describe('regimeOf', () => {
  it.each([
    ['calibrated', within(0.003, 0.02), within(1.1, 1.2)],
    ['over-confident', within(0.021, 0.05), within(1.1, 1.2)],
    ['under-confident', within(0.021, 0.05), within(0.8, 0.9)],
    ['unclear', within(0.019, 0.021), within(1.1, 1.2)],
    ['unclear', unknown, within(1.1, 1.2)],
  ])('is %s', (verdict, ece, temperature) => {
    expect(regimeOf(ece, temperature).verdict).toBe(verdict);
  });
});

describe('regimeOf one seed', () => {
  it('takes off what resampling adds to the ECE of a calibrated model', () => {
    const percentile = within(0.012, 0.03);
    const interval = { ...percentile.interval!, method: 'bootstrap-percentile' };
    const ofOne = { ...percentile, count: 1, standardDeviation: null, interval };
    // Reflected they end at 0.0198, and begin at 0.022.
    expect(regimeOf({ ...ofOne, mean: 0.0159 }, within(1, 2)).verdict).toBe('calibrated');
    expect(regimeOf({ ...ofOne, mean: 0.026 }, within(1, 2)).verdict).toBe('over-confident');
  });
});

describe('judgeClaims', () => {
  /** Verdicts in the over-confident regime when the smoothed model, as trained, has this ECE more. */
  const verdictsOf = (ece: GroupSummary): string[] => {
    const contrast = { nll: unknown, ece };
    const contrasts = {
      labelSmoothing: 0.1,
      seeds: [0],
      smoothedLessHard: contrast,
      smoothedLessScaledHard: contrast,
      scaledLessScaledHard: contrast,
    } as unknown as SmoothingContrasts;
    const level = { labelSmoothing: 0.1, temperature: within(0.9, 1.1) };
    const regime = { verdict: 'over-confident', calibratedTo: 0.02 } as const;
    return judgeClaims(regime, [level as SmoothingLevel], [contrasts])
      .slice(0, 2)
      .map(({ verdict }) => verdict);
  };

  it.each([
    [within(-0.05, -0.01), ['seen', 'seen']],
    [within(-0.01, 0.01), ['unclear', 'seen']],
    [within(0.001, 0.014), ['not seen', 'seen']],
    [within(0.001, 0.02), ['not seen', 'unclear']],
    [within(0.016, 0.02), ['not seen', 'not seen']],
    [unknown, ['unclear', 'unclear']],
  ])('holds the interval against 0, and against 1.5 points (%#)', (ece, verdicts) => {
    expect(verdictsOf(ece)).toEqual(verdicts);
  });
});
