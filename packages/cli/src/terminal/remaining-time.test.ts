import { describe, expect, it } from 'vitest';
import { RemainingTime } from './remaining-time.ts';

describe('RemainingTime', () => {
  it('knows nothing before there is progress', () => {
    const remaining = new RemainingTime(0);
    expect(remaining.seconds).toBeUndefined();
    remaining.update(5, 0);
    expect(remaining.seconds).toBeUndefined();
  });

  it('is exact at a constant rate, however unevenly it is asked', () => {
    const remaining = new RemainingTime(100, 0.2);
    for (const seconds of [0.1, 3, 3.5, 30]) remaining.update(100 + seconds, 0.2 + seconds * 0.01);
    expect(remaining.seconds).toBeCloseTo(50, 9);
  });

  it('follows a change of pace: after many half-lives only the new rate counts', () => {
    const remaining = new RemainingTime(0);
    remaining.update(10, 0.4);
    for (let t = 20; t <= 200; t += 10) remaining.update(t, 0.4 + (t - 10) * 0.001);
    // 0.41 of the work is left, at 0.001 a second.
    expect(remaining.seconds).toBeCloseTo(410, 0);
  });

  it('counts work done a half-life ago half', () => {
    const remaining = new RemainingTime(0);
    remaining.update(10, 0.2);
    remaining.update(20, 0.2);
    // Weighted progress 0.1 in weighted time 15.
    expect(remaining.seconds).toBeCloseTo((0.8 * 15) / 0.1, 9);
  });
});
