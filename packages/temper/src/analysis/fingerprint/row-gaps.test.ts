import { describe, expect, it } from 'vitest';
import { matrixOf, randomPredictions } from '../../../test/support/analysis.ts';
import { hostTensor } from '../../tensor/index.ts';
import { rowGapsOf } from './row-gaps.ts';

describe('rowGapsOf', () => {
  it('by hand: 3 above 1, 0 and 0', () => {
    const rows = rowGapsOf(matrixOf([[0, 3, 1, 0]]), Uint32Array.of(0));
    expect(rows.gaps[0]).toBeCloseTo(3 - 1 / 3, 14);
    // log(e³ / ((e + 1 + 1) / 3))
    expect(rows.oddsGaps[0]).toBeCloseTo(2.5471675747360587, 12);
    // Probabilities e³, e, 1, 1 over their sum 24.8038: logs of the last three are averaged.
    expect(rows.floors[0]).toBeCloseTo(-2.8776642899048426, 12);
    expect(rows.othersSpreads[0]).toBeCloseTo(Math.sqrt(2) / 3, 14);
    expect(rows.runnerUps[0]).toBe(1);
  });

  it('is as the definitions say, row by row', () => {
    const { logits } = randomPredictions(3, { count: 20, numClasses: 7, scale: 2 });
    const picked = Uint32Array.of(2, 5, 19);
    const rows = rowGapsOf(logits, picked);
    picked.forEach((row, i) => {
      const z = [...logits.data.slice(row * 7, row * 7 + 7)].sort((a, b) => b - a);
      const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
      const others = z.slice(1).map((value) => Math.exp(value) / total);
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(rows.gaps[i]).toBeCloseTo(z[0]! - mean(z.slice(1)), 12);
      expect(rows.oddsGaps[i]).toBeCloseTo(Math.log((1 - mean(others) * 6) / mean(others)), 12);
      expect(rows.floors[i]).toBeCloseTo(mean(others.map(Math.log)), 12);
      expect(rows.runnerUps[i]).toBeCloseTo(z[1]! - mean(z.slice(2)), 12);
    });
  });

  it('stays finite where the other probabilities are 0 in double precision', () => {
    const rows = rowGapsOf(
      hostTensor('float32', [1, 3], Float32Array.of(3e38, -3e38, -3e38)),
      Uint32Array.of(0),
    );
    expect(rows.oddsGaps[0]! / 6e38).toBeCloseTo(1, 6);
    expect(rows.floors[0]! / -6e38).toBeCloseTo(1, 6);
    expect(rows.othersSpreads[0]).toBe(0);
  });

  it('of two classes has no runner-up, and a tie has no gap', () => {
    const rows = rowGapsOf(matrixOf([[2, 2]]), Uint32Array.of(0));
    expect(rows.runnerUps[0]).toBe(0);
    expect(rows.gaps[0]).toBe(0);
    expect(rows.floors[0]).toBeCloseTo(Math.log(0.5), 14);
  });
});
