import { assertInteger, assertPositive, assertWithin, ConfigError } from '../../base/index.ts';
import type { Schedule } from './optimizer.ts';

/** The same learning rate throughout. */
export interface ConstantScheduleConfig {
  readonly name: 'constant';
  readonly learningRate: number;
}

/** Multiplied by `factor` at each milestone. */
export interface StepsScheduleConfig {
  readonly name: 'steps';
  /** At the start. */
  readonly learningRate: number;
  /** Fractions of the run in (0, 1), rounded to steps: 0.5, 0.75 for half and three quarters. */
  readonly milestones: readonly number[];
  /** Above 0. Default 0.1. */
  readonly factor?: number;
}

/** Falls in a straight line to 0 at the end of the run. */
export interface LinearToZeroScheduleConfig {
  readonly name: 'linear-to-zero';
  /** At the start, or after the warm-up. */
  readonly learningRate: number;
  /** Share of the run in [0, 1) over which it rises in a straight line first. Default 0. */
  readonly warmup?: number;
}

/** Falls to 0 at the end of the run along half a cosine. */
export interface CosineScheduleConfig {
  readonly name: 'cosine';
  /** At the start, or after the warm-up. */
  readonly learningRate: number;
  /** Share of the run in [0, 1) over which it rises in a straight line first. Default 0. */
  readonly warmup?: number;
}

/** Rises in a straight line over `warmupSteps`, then falls with one over the root of the step. */
export interface InverseSquareRootScheduleConfig {
  readonly name: 'inverse-square-root';
  /**
   * The peak, reached at step `warmupSteps` counted from 1. In the terms of Vaswani et al.:
   * factor·(d·warmupSteps)^−½, d the width of the model.
   */
  readonly learningRate: number;
  readonly warmupSteps: number;
}

/** A learning-rate schedule as data. */
export type ScheduleConfig =
  | ConstantScheduleConfig
  | StepsScheduleConfig
  | LinearToZeroScheduleConfig
  | CosineScheduleConfig
  | InverseSquareRootScheduleConfig;

/** The name of a schedule. */
export type ScheduleName = ScheduleConfig['name'];

/** What each kind of schedule computes for step s of S, both checked and s counted from 0. */
const SCHEDULES: {
  readonly [N in ScheduleName]: (
    config: Extract<ScheduleConfig, { name: N }>,
    totalSteps: number,
  ) => Schedule;
} = {
  constant:
    ({ learningRate }) =>
    () =>
      learningRate,
  steps: ({ learningRate, milestones, factor = 0.1 }, totalSteps) => {
    assertPositive('makeSchedule', 'factor', factor);
    const starts = milestones.map((milestone) => {
      assertWithin('makeSchedule', 'a milestone', milestone, {
        minimum: 0,
        maximum: 1,
        openMinimum: true,
        openMaximum: true,
      });
      return Math.round(milestone * totalSteps);
    });
    return (step) => learningRate * factor ** starts.filter((start) => start <= step).length;
  },
  'linear-to-zero': ({ learningRate, warmup }, totalSteps) =>
    warmedUp({ learningRate, warmup, totalSteps }, (t) => 1 - t),
  cosine: ({ learningRate, warmup }, totalSteps) =>
    warmedUp({ learningRate, warmup, totalSteps }, (t) => 0.5 * (1 + Math.cos(Math.PI * t))),
  'inverse-square-root': ({ learningRate, warmupSteps }) => {
    assertInteger('makeSchedule', 'warmupSteps', warmupSteps, 1);
    return (step) =>
      learningRate * Math.min((step + 1) / warmupSteps, Math.sqrt(warmupSteps / (step + 1)));
  },
};

/** Rises over the warm-up, reaching the learning rate after it; then falls as `decay` of t in [0, 1]. */
function warmedUp(
  {
    learningRate,
    warmup = 0,
    totalSteps,
  }: {
    readonly learningRate: number;
    readonly warmup: number | undefined;
    readonly totalSteps: number;
  },
  decay: (t: number) => number,
): Schedule {
  assertWithin('makeSchedule', 'warmup', warmup, { minimum: 0, maximum: 1, openMaximum: true });
  const peak = Math.round(warmup * totalSteps);
  return (step) =>
    step < peak
      ? (learningRate * (step + 1)) / (peak + 1)
      : learningRate * decay(Math.min(1, (step - peak) / (totalSteps - peak)));
}

/**
 * The learning rate of each step of a run, counted from 0.
 *
 * The last step of a run, S − 1, still learns; schedules that end at 0 reach it at step S and stay.
 * @param options.totalSteps - S, the length of the run.
 * @throws ConfigError for an unknown name; ValueRangeError for a learning rate or factor that is not
 * above 0, a milestone outside (0, 1), or a count of steps below 1.
 *
 * References: Loshchilov and Hutter, SGDR, ICLR 2017, eq. 5 (cosine, without restarts). Vaswani et
 * al., Attention Is All You Need, NeurIPS 2017, eq. 3 (inverse square root).
 */
export function makeSchedule(
  config: ScheduleConfig,
  { totalSteps }: { readonly totalSteps: number },
): Schedule {
  if (!Object.hasOwn(SCHEDULES, config.name)) {
    throw new ConfigError(
      `makeSchedule: expected one of ${Object.keys(SCHEDULES).join(', ')}, got ${config.name}`,
    );
  }
  assertPositive('makeSchedule', 'learningRate', config.learningRate);
  assertInteger('makeSchedule', 'totalSteps', totalSteps, 1);
  const make = SCHEDULES[config.name] as (config: ScheduleConfig, totalSteps: number) => Schedule;
  return make(config, totalSteps);
}
