import tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readTrainingTask, TaskBatches } from '../training-task.ts';
import { serve } from './serve.ts';

/** TensorFlow.js on one of its backends, written as its guide has it: variables, an optimiser's `minimize`. */
const [folder, backend] = process.argv.slice(2) as [string, string];
const task = await readTrainingTask(folder);
const { batchSize, labelSmoothing, learningRate, momentum, numClasses } = task.settings;
await tf.setBackend(backend);
// Its matrix products with transposed operands are not its fast ones, so weights are [inputs, outputs].
const parameters = [...task.parameters.values()].map(({ shape, data }) =>
  tf.tidy(() => {
    const tensor = tf.tensor(data as Float32Array, shape, 'float32');
    return tf.variable(shape.length === 2 ? tf.transpose(tensor) : tensor);
  }),
);
const optimizer = tf.train.momentum(learningRate, momentum);
const batches = new TaskBatches(task);

function forward(images: tf.Tensor): tf.Tensor {
  let x = images;
  for (let i = 0; i < parameters.length; i += 2) {
    if (i > 0) x = tf.relu(x);
    x = tf.add(tf.matMul(x, parameters[i]!), parameters[i + 1]!);
  }
  return x;
}

async function step(): Promise<number> {
  const loss = tf.tidy(() => {
    const batch = batches.next();
    const images = tf.tensor(batch.images, [batchSize, batches.imageSize], 'float32');
    const labels = tf.tensor(batch.labels, [batchSize], 'int32');
    const targets = tf.cast(tf.oneHot(labels, numClasses), 'float32');
    return optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(targets, forward(images), undefined, labelSmoothing),
      true,
    )!;
  });
  const value = (await loss.data())[0]!;
  loss.dispose();
  return value;
}

await serve({
  description: `TensorFlow.js ${tf.version_core}`,
  async step(count) {
    const losses: number[] = [];
    while (losses.length < count) losses.push(await step());
    return losses;
  },
});
