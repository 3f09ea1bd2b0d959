import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-node';
import { initialState, makeOptimizer, makeSchedule, Rng, StepRunner, train } from 'temper';
import { mlpTrainingStep, readMlpWorkload } from '../mlp-workload.ts';
import { serve } from './serve.ts';

/** Temper as the command uses it: its own training loop, several steps to a run. */
const { settings, images, labels, parameters } = await readMlpWorkload(process.argv[2]!);
const { learningRate, momentum, seed, threads, sizes } = settings;
const rng = Rng.fromSeed(seed);
const step = mlpTrainingStep(settings);
const state = { ...initialState(step, rng), ...Object.fromEntries(parameters) };
const runner = await StepRunner.create(ort, step.program, { threads, state });
const totalSteps = Number.MAX_SAFE_INTEGER;
const pixels = sizes[0]!;
const progress = train(runner, {
  step,
  optimizer: makeOptimizer({ name: 'sgd', momentum }),
  schedule: makeSchedule({ name: 'constant', learningRate }, { totalSteps }),
  examples: {
    labels,
    fill(batch, indices) {
      indices.forEach((example, i) => {
        batch.set(images.subarray(example * pixels, (example + 1) * pixels), i * pixels);
      });
    },
  },
  rng,
  totalSteps,
});
const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as {
  readonly version: string;
};

await serve({
  description: `ONNX Runtime ${version}`,
  async step(count) {
    const losses: number[] = [];
    while (losses.length < count) {
      const next = await progress.next();
      if (next.done) break;
      losses.push(...next.value.losses);
    }
    return losses;
  },
});
