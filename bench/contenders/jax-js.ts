import { createRequire } from 'node:module';
import type { JaxArray } from '@jax-js/jax';
import { readTrainingTask, TaskBatches } from '../training-task.ts';
import { serve } from './serve.ts';
import { installWebWorkers } from './web-workers.ts';

/**
 * jax-js on WebAssembly, one `jit` for the whole step: gradient and update. As it comes it runs on
 * one thread in Node, which lacks the web's workers; given those, it uses them.
 */
const [folder, threading] = process.argv.slice(2) as [string, 'alone' | 'workers'];
const task = await readTrainingTask(folder);
const { batchSize, labelSmoothing, learningRate, momentum, numClasses, threads } = task.settings;
if (threading === 'workers') installWebWorkers(threads);
const {
  blockUntilReady,
  init,
  jit,
  nn,
  numpy: np,
  tree,
  valueAndGrad,
} = await import('@jax-js/jax');
await init('wasm');

function loss(parameters: readonly JaxArray[], images: JaxArray, targets: JaxArray): JaxArray {
  let x = images;
  for (let i = 0; i < parameters.length; i += 2) {
    if (i > 0) x = nn.relu(x);
    x = np.dot(x, parameters[i]!.transpose()).add(parameters[i + 1]!);
  }
  return nn
    .logSoftmax(x)
    .mul(targets)
    .sum()
    .mul(-1 / batchSize);
}

type State = readonly [parameters: JaxArray[], velocities: JaxArray[]];

// Every use of an array but its last is of its `ref`: functions own, and free, what they are given.
const update = jit(
  (parameters: JaxArray[], velocities: JaxArray[], images: JaxArray, labels: JaxArray) => {
    const targets = nn
      .oneHot(labels, numClasses)
      .mul(1 - labelSmoothing)
      .add(labelSmoothing / numClasses);
    const [value, gradients] = valueAndGrad(loss)(tree.ref(parameters), images, targets);
    const next = velocities.map((velocity, i) => velocity.mul(momentum).add(gradients[i]!));
    const moved = parameters.map((parameter, i) => parameter.sub(next[i]!.ref.mul(learningRate)));
    return [value, moved, next] as const;
  },
);

const initial = [...task.parameters.values()];
let state: State = [
  initial.map(({ shape, data }) => np.array(data as Float32Array).reshape(shape)),
  initial.map(({ shape }) => np.zeros(shape)),
];
const batches = new TaskBatches(task);

async function step(): Promise<number> {
  const batch = batches.next();
  const images = np.array(batch.images).reshape([batchSize, batches.imageSize]);
  const [value, ...next] = update(...state, images, np.array(batch.labels));
  state = next;
  await blockUntilReady(state);
  return (await value.data())[0]!;
}

const { version } = createRequire(import.meta.url)('../node_modules/@jax-js/jax/package.json') as {
  readonly version: string;
};

await serve({
  description: `jax-js ${version}`,
  async step(count) {
    const losses: number[] = [];
    while (losses.length < count) losses.push(await step());
    return losses;
  },
});
