import * as ort from 'onnxruntime-node';
import {
  initialState,
  makeOptimizer,
  makeSchedule,
  type NamedHostTensors,
  type probeLoweringTarget,
  Rng,
  StepRunner,
  train,
  type TrainingPlan,
} from 'temper';
import type { WorkloadSettings } from '../workload.ts';
import type { Training } from './serve.ts';

/** What a training by Temper is made of, beside the settings of its workload. */
export interface TemperTraining extends Pick<
  TrainingPlan,
  'step' | 'examples' | 'feeds' | 'stepsPerRun'
> {
  /** Parameters to begin with; those that are not here are drawn. */
  readonly parameters?: NamedHostTensors;
  /** Default: what the runtime has the fastest kernels for. */
  readonly target?: Awaited<ReturnType<typeof probeLoweringTarget>>;
}

/** Temper's own training loop. @returns What takes the next steps. */
export async function startTraining(
  { seed, threads, momentum, learningRate }: WorkloadSettings,
  { parameters, target, ...plan }: TemperTraining,
): Promise<Training['step']> {
  const rng = Rng.fromSeed(seed);
  const totalSteps = Number.MAX_SAFE_INTEGER;
  const runner = await StepRunner.create(ort, plan.step.program, {
    threads,
    state: { ...initialState(plan.step, rng), ...parameters },
    ...(target && { target }),
  });
  const progress = train(runner, {
    ...plan,
    optimizer: makeOptimizer({ name: 'sgd', momentum }),
    schedule: makeSchedule({ name: 'constant', learningRate }, { totalSteps }),
    rng,
    totalSteps,
  });
  return async (count) => {
    const losses: number[] = [];
    while (losses.length < count) {
      const next = await progress.next();
      if (next.done) break;
      losses.push(...next.value.losses);
    }
    return losses;
  };
}
