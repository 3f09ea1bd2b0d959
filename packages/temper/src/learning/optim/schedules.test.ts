import { describe, expect, test } from 'vitest';
import { ConfigError, ValueRangeError } from '../../base/index.ts';
import { makeSchedule, type ScheduleConfig } from './schedules.ts';

const run = { totalSteps: 100 };

describe('makeSchedule', () => {
  test('steps fall at the step a milestone rounds to', () => {
    const milestones = [0.5, 0.746];
    const schedule = makeSchedule({ name: 'steps', learningRate: 1, milestones, factor: 0.5 }, run);
    expect([0, 49, 50, 74, 75, 99].map(schedule)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  test('without milestones, steps stay', () => {
    const schedule = makeSchedule({ name: 'steps', learningRate: 0.5, milestones: [] }, run);
    expect(schedule(99)).toBe(0.5);
  });

  test.each(['linear-to-zero', 'cosine'] as const)(
    '%s starts at the top, halves half-way, ends at 0 and stays',
    (name) => {
      const schedule = makeSchedule({ name, learningRate: 0.8 }, run);
      expect(schedule(0)).toBe(0.8);
      expect(schedule(50)).toBeCloseTo(0.4, 15);
      expect(schedule(99)).toBeGreaterThan(0);
      expect(schedule(100)).toBe(0);
      expect(schedule(120)).toBe(0);
    },
  );

  test('the inverse square root rises in a line to its peak and has halved after four warm-ups', () => {
    const config = { name: 'inverse-square-root', learningRate: 0.8, warmupSteps: 10 } as const;
    const schedule = makeSchedule(config, run);
    expect(schedule(0)).toBeCloseTo(0.08, 15);
    expect(schedule(4)).toBeCloseTo(0.4, 15);
    expect(schedule(9)).toBe(0.8);
    expect(schedule(39)).toBe(0.4);
  });

  test('names what it knows when asked for something else', () => {
    const config = { name: 'plateau', learningRate: 1 } as unknown as ScheduleConfig;
    expect(() => makeSchedule(config, run)).toThrow(ConfigError);
    expect(() => makeSchedule(config, run)).toThrow(
      'expected one of constant, steps, linear-to-zero, cosine, inverse-square-root, got plateau',
    );
  });

  test.each<[ScheduleConfig, number]>([
    [{ name: 'constant', learningRate: 0 }, 100],
    [{ name: 'cosine', learningRate: NaN }, 100],
    [{ name: 'linear-to-zero', learningRate: 1 }, 0],
    [{ name: 'steps', learningRate: 1, milestones: [50] }, 100],
    [{ name: 'steps', learningRate: 1, milestones: [0.5], factor: 0 }, 100],
    [{ name: 'inverse-square-root', learningRate: 1, warmupSteps: 0 }, 100],
  ])('refuses %o over %d steps', (config, totalSteps) => {
    expect(() => makeSchedule(config, { totalSteps })).toThrow(ValueRangeError);
  });
});
