import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildTrainingStep,
  type ClassificationSplit,
  encodeNpz,
  type HostTensor,
  hostTensor,
  initialState,
  makeImagePipeline,
  makeOptimizer,
  type NamedHostTensors,
  parseNpz,
  Rng,
  type Shape,
  type TrainingStep,
} from 'temper';
import type { WorkloadSettings } from './workload.ts';
import { WORKLOADS } from './workloads/index.ts';

/** A training task as contenders read it: examples, their order, and the parameters to begin with. */
export interface TrainingTask {
  readonly settings: WorkloadSettings;
  /** The images as they are stored, pixels 0 to 255. */
  readonly split: ClassificationSplit;
  /** The same as a network takes them, `[N, C, H, W]`. */
  readonly images: HostTensor<'float32'>;
  /** Order of the first epoch, `[N]`. */
  readonly order: Int32Array;
  /** By name, in the order of the layers: weights before biases. */
  readonly parameters: ReadonlyMap<string, HostTensor>;
}

/**
 * One training step of a workload's network, written with Temper.
 * @param inputShape - `[C, H, W]`.
 */
export function taskTrainingStep(settings: WorkloadSettings, inputShape: Shape): TrainingStep {
  const { workload, numClasses, batchSize, labelSmoothing, momentum, weightDecay } = settings;
  return buildTrainingStep(WORKLOADS[workload].model(inputShape, numClasses), {
    batchSize,
    loss: { alpha: labelSmoothing },
    optimizer: makeOptimizer({ name: 'sgd', momentum }),
    weightDecay,
  });
}

/** Draws the examples and the parameters and leaves them in a folder. */
export async function writeTrainingTask(folder: string, settings: WorkloadSettings): Promise<void> {
  const { workload, numExamples, seed } = settings;
  const { drawExamples, images: options } = WORKLOADS[workload];
  const rng = Rng.fromSeed(seed);
  const split = drawExamples(settings);
  const whole = { ...options, pad: 0, crop: null };
  const pipeline = makeImagePipeline(whole, split.images);
  const shape = [numExamples, ...pipeline.outputShape];
  const images = new Float32Array(shape.reduce((a, b) => a * b));
  pipeline.fillCentered(images, {
    images: split.images,
    indices: Uint32Array.from({ length: numExamples }, (_, i) => i),
  });
  // The order in which the training loop goes through its first epoch.
  const order = Int32Array.from(rng.fork('order', 0).permutation(numExamples));
  const step = taskTrainingStep(settings, pipeline.outputShape);
  const state: NamedHostTensors = initialState(step, rng.fork('parameters'));
  const parameters = new Map(step.parameters.map(({ name }) => [name, state[name]!]));
  const examples = new Map<string, HostTensor>([
    ['pixels', split.images],
    ['images', hostTensor('float32', shape, images)],
    ['labels', hostTensor('int32', [numExamples], split.labels)],
    ['order', hostTensor('int32', [numExamples], order)],
  ]);
  await writeFile(join(folder, 'examples.npz'), encodeNpz(examples));
  await writeFile(join(folder, 'parameters.npz'), encodeNpz(parameters));
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
}

/** Reads what `writeTrainingTask` left. */
export async function readTrainingTask(folder: string): Promise<TrainingTask> {
  const examples = parseNpz(await readFile(join(folder, 'examples.npz')));
  return {
    settings: JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as WorkloadSettings,
    split: {
      images: examples.get('pixels') as HostTensor<'uint8'>,
      labels: examples.get('labels')!.data as Int32Array,
    },
    images: examples.get('images') as HostTensor<'float32'>,
    order: examples.get('order')!.data as Int32Array,
    parameters: parseNpz(await readFile(join(folder, 'parameters.npz'))),
  };
}

/** Writes some images of a task one after another. */
export function copyImages(
  out: Float32Array,
  { data, shape }: HostTensor<'float32'>,
  indices: ArrayLike<number>,
): void {
  const size = data.length / shape[0]!;
  for (let i = 0; i < indices.length; i++) {
    out.set(data.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  }
}

/** Batches for contenders without a training loop of their own: each copied anew, epoch after epoch. */
export class TaskBatches {
  readonly #task: TrainingTask;
  #next = 0;

  constructor(task: TrainingTask) {
    this.#task = task;
  }

  /** Values of an image. */
  get imageSize(): number {
    return this.#task.images.data.length / this.#task.order.length;
  }

  next(): { readonly images: Float32Array; readonly labels: Int32Array } {
    const { settings, order, images, split } = this.#task;
    const batch = order.subarray(this.#next, this.#next + settings.batchSize);
    this.#next = (this.#next + settings.batchSize) % order.length;
    const batchImages = new Float32Array(batch.length * this.imageSize);
    copyImages(batchImages, images, batch);
    return { images: batchImages, labels: batch.map((example) => split.labels[example]!) };
  }
}
