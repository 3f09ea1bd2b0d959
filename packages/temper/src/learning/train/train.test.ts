import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { Rng } from '../../base/index.ts';
import { evaluateReference } from '../../engine/graph/index.ts';
import { type NamedHostTensors, StepRunner } from '../../engine/runtime/index.ts';
import { mlp } from '../models/index.ts';
import { makeOptimizer, makeSchedule } from '../optim/index.ts';
import {
  buildTrainingStep,
  initialState,
  train,
  type TrainingExamples,
  type TrainingPlan,
} from './index.ts';

const optimizer = makeOptimizer({ name: 'sgd', momentum: 0.9 });

function makePlan(overrides: Partial<TrainingPlan> = {}): TrainingPlan {
  const step = buildTrainingStep(
    mlp({ inputShape: [2], numClasses: 3, hidden: [8], dropout: 0.25, inputDropout: 0.1 }),
    { batchSize: 4, loss: { alpha: 0.1 }, optimizer, weightDecay: 0.01, decayed: 'weights' },
  );
  return {
    step,
    optimizer,
    schedule: makeSchedule({ name: 'linear-to-zero', learningRate: 0.2 }, { totalSteps: 40 }),
    examples: threeClusters(22),
    rng: Rng.fromSeed(7),
    totalSteps: 40,
    ...overrides,
  };
}

/** Points around three corners, moved a little at each visit. */
function threeClusters(count: number): TrainingExamples {
  const corners = [
    [2, 0],
    [-2, 1],
    [0, -2],
  ] as const;
  return {
    labels: Int32Array.from({ length: count }, (_, i) => i % 3),
    fill(images, indices, rng) {
      indices.forEach((index, i) => {
        const [x, y] = corners[(index % 3) as 0 | 1 | 2];
        images[2 * i] = x + 0.1 * rng.normal();
        images[2 * i + 1] = y + 0.1 * rng.normal();
      });
    },
  };
}

interface Trained {
  readonly losses: number[];
  readonly state: NamedHostTensors;
}

async function run(
  plan: TrainingPlan,
  from?: { state: NamedHostTensors; step: number },
): Promise<Trained> {
  const state = from?.state ?? initialState(plan.step, plan.rng.fork('parameters'));
  const runner = await StepRunner.create(ort, plan.step.program, { state });
  const losses: number[] = [];
  for await (const progress of train(runner, plan, from?.step)) losses.push(...progress.losses);
  await runner.dispose();
  return { losses, state: runner.state };
}

describe('train', () => {
  it('learns three clusters', async () => {
    const { losses } = await run(makePlan());
    const mean = (part: number[]): number => part.reduce((sum, x) => sum + x, 0) / part.length;
    expect(mean(losses.slice(-8))).toBeLessThan(0.6 * mean(losses.slice(0, 4)));
  });

  it('does the same however many steps are run at a time', async () => {
    const one = await run(makePlan({ stepsPerRun: 1 }));
    const many = await run(makePlan({ stepsPerRun: 7 }));
    expect(many.losses).toEqual(one.losses);
    expect(many.state).toEqual(one.state);
  });

  it('takes as few steps at a time as two seconds hold, with the same numbers', async () => {
    const plan = makePlan({ totalSteps: 20, stepsPerRun: 3 });
    const expected = await run(plan);
    const state = initialState(plan.step, plan.rng.fork('parameters'));
    const runner = await StepRunner.create(ort, plan.step.program, { state });
    // Steps take 0.1 s, from the sixth on 0.9 s, and from the eleventh on 3 s.
    const [counts, losses]: [number[], number[]] = [[], []];
    let time = 100;
    const timed = Object.create(runner, {
      run: {
        value: (steps: number, feeds: NamedHostTensors) => {
          time += steps * (losses.length < 5 ? 0.1 : losses.length < 10 ? 0.9 : 3);
          return runner.run(steps, feeds);
        },
      },
    }) as StepRunner;
    for await (const progress of train(timed, { ...plan, now: () => time })) {
      counts.push(progress.losses.length);
      losses.push(...progress.losses);
    }
    await runner.dispose();
    // Epochs of five steps. What a run is timed at counts from the next but one on.
    expect(counts).toEqual([1, 1, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1]);
    expect(losses).toEqual(expected.losses);
    expect(runner.state).toEqual(expected.state);
  });

  it('goes on from a state as if it had never stopped', async () => {
    const whole = await run(makePlan());
    const half = await run(makePlan({ totalSteps: 13 }));
    const rest = await run(makePlan(), { state: half.state, step: 13 });
    expect([...half.losses, ...rest.losses]).toEqual(whole.losses);
    expect(rest.state).toEqual(whole.state);
  });

  it('ends epochs at full batches and marks them', async () => {
    const plan = makePlan({ totalSteps: 12, stepsPerRun: 3 });
    const state = initialState(plan.step, plan.rng);
    const runner = await StepRunner.create(ort, plan.step.program, { state });
    const seen: [number, boolean][] = [];
    for await (const { step, epochEnd } of train(runner, plan)) seen.push([step, epochEnd]);
    // 22 examples make 5 batches of 4.
    expect(seen).toEqual([
      [3, false],
      [5, true],
      [8, false],
      [10, true],
      [12, false],
    ]);
  });

  it('shows every example once an epoch, but for the last incomplete batch', async () => {
    const visits: number[] = [];
    const examples = threeClusters(22);
    const plan = makePlan({
      totalSteps: 10,
      examples: {
        labels: examples.labels,
        fill(images, indices, rng) {
          visits.push(...indices);
          examples.fill(images, indices, rng);
        },
      },
    });
    await run(plan);
    const [first, second] = [visits.slice(0, 20), visits.slice(20)];
    expect(new Set(first).size).toBe(20);
    expect(new Set(second).size).toBe(20);
    expect(second).not.toEqual(first);
  });

  it('stops at the first loss that is not finite and names its step', async () => {
    const examples = threeClusters(22);
    let batches = 0;
    const plan = makePlan({
      examples: {
        labels: examples.labels,
        fill(images, indices, rng) {
          examples.fill(images, indices, rng);
          if (++batches === 6) images[0] = NaN;
        },
      },
    });
    await expect(run(plan)).rejects.toMatchObject({
      code: 'not-finite',
      step: 5,
      message: expect.stringContaining('got NaN at step 6') as string,
    });
  });

  it('takes the step that the float64 reference takes', async () => {
    const plan = makePlan({ totalSteps: 1, schedule: () => 0.2 });
    const { program } = plan.step;
    const start = initialState(plan.step, plan.rng.fork('parameters'));
    const fed: Record<string, Float64Array> = {};
    for (const [name, { data }] of Object.entries(start)) {
      fed[name] = Float64Array.from(data as Float32Array);
    }
    const runner = await StepRunner.create(ort, program, { state: start });
    const spied: StepRunner = Object.create(runner, {
      run: {
        value: (steps: number, feeds: NamedHostTensors) => {
          for (const [name, { data }] of Object.entries(feeds)) {
            fed[name] = Float64Array.from(data as Float32Array);
          }
          return runner.run(steps, feeds);
        },
      },
    }) as StepRunner;
    for await (const _ of train(spied, plan));
    const wanted = program.state.map(({ next }) => next);
    const expected = evaluateReference(program.graph.ops, wanted, fed);
    program.state.forEach(({ current }, i) => {
      const { name } = current.node.attributes as { name: string };
      expectAllClose(runner.state[name]!.data as Float32Array, expected[i]!, {
        rtol: 1e-5,
        atol: 1e-6,
      });
    });
  });
});
