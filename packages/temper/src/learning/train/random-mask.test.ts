import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { fillMask } from './random-mask.ts';

describe('fillMask', () => {
  it('keeps the share it is asked to, in either half of the words', () => {
    const mask = new Uint8Array(200_001).fill(9);
    fillMask(mask, 0.8, Rng.fromSeed(1));
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    for (const half of [0, 1]) {
      const kept = mask.filter((_, i) => i % 2 === half);
      // Standard error 0.0013 at 100,000 draws.
      expect(kept.reduce((sum, x) => sum + x, 0) / kept.length).toBeCloseTo(0.8, 2);
    }
  });

  it('keeps everything at 1', () => {
    const mask = new Uint8Array(64);
    fillMask(mask, 1, Rng.fromSeed(1));
    expect(mask.every((x) => x === 1)).toBe(true);
  });
});
