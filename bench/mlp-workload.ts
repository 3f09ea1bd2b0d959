import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildTrainingStep,
  drawGlyphs,
  encodeNpz,
  GLYPH_NAMES,
  type HostTensor,
  hostTensor,
  initialState,
  makeImagePipeline,
  makeOptimizer,
  mlp,
  parseNpz,
  Rng,
  type TrainingStep,
} from 'temper';

/** What is trained, on what, and how; the same for every contender. */
export interface MlpSettings {
  /** Units of each layer, the pixels first and the classes last. */
  readonly sizes: readonly number[];
  readonly numExamples: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly labelSmoothing: number;
  readonly seed: number;
  readonly threads: number;
}

/** A training task as contenders read it: examples, their order, and the parameters to begin with. */
export interface MlpWorkload {
  readonly settings: MlpSettings;
  /** `[N, 784]`, 0 to 1. */
  readonly images: Float32Array;
  /** `[N]`. */
  readonly labels: Int32Array;
  /** Order of the first epoch, `[N]`. */
  readonly order: Int32Array;
  /** Weight `[O, I]` and bias `[O]` of each layer, first layer first, by name. */
  readonly parameters: ReadonlyMap<string, HostTensor>;
}

/** One training step of the network, written with Temper. */
export function mlpTrainingStep(settings: MlpSettings): TrainingStep {
  const { sizes, batchSize, labelSmoothing, momentum } = settings;
  const model = mlp({
    inputShape: sizes.slice(0, 1),
    hidden: sizes.slice(1, -1),
    numClasses: sizes.at(-1)!,
  });
  return buildTrainingStep(model, {
    batchSize,
    loss: { alpha: labelSmoothing },
    optimizer: makeOptimizer({ name: 'sgd', momentum }),
  });
}

/** Draws the examples and the parameters and leaves them in a folder. */
export async function writeMlpWorkload(folder: string, settings: MlpSettings): Promise<void> {
  const { numExamples, sizes, seed } = settings;
  const rng = Rng.fromSeed(seed);
  const classes = GLYPH_NAMES.slice(0, sizes.at(-1));
  const split = drawGlyphs('train', { count: numExamples }, { seed, classes });
  const images = new Float32Array(numExamples * sizes[0]!);
  const plain = { pad: 0, crop: null, flip: false, normalization: 'unit' } as const;
  makeImagePipeline(plain, split.images).fillCentered(images, {
    images: split.images,
    indices: Uint32Array.from({ length: numExamples }, (_, i) => i),
  });
  // The order in which the training loop goes through its first epoch.
  const order = Int32Array.from(rng.fork('order', 0).permutation(numExamples));
  const step = mlpTrainingStep(settings);
  const state = initialState(step, rng.fork('parameters'));
  const parameters = new Map(step.parameters.map(({ name }) => [name, state[name]!]));
  const examples = new Map<string, HostTensor>([
    ['images', hostTensor('float32', [numExamples, sizes[0]!], images)],
    ['labels', hostTensor('int32', [numExamples], split.labels)],
    ['order', hostTensor('int32', [numExamples], order)],
  ]);
  await writeFile(join(folder, 'examples.npz'), encodeNpz(examples));
  await writeFile(join(folder, 'parameters.npz'), encodeNpz(parameters));
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
}

/** Reads what `writeMlpWorkload` left. */
export async function readMlpWorkload(folder: string): Promise<MlpWorkload> {
  const examples = parseNpz(await readFile(join(folder, 'examples.npz')));
  return {
    settings: JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as MlpSettings,
    images: examples.get('images')!.data as Float32Array,
    labels: examples.get('labels')!.data as Int32Array,
    order: examples.get('order')!.data as Int32Array,
    parameters: parseNpz(await readFile(join(folder, 'parameters.npz'))),
  };
}

/** Batches for contenders without a training loop of their own: each copied anew, epoch after epoch. */
export class MlpBatches {
  readonly #workload: MlpWorkload;
  #next = 0;

  constructor(workload: MlpWorkload) {
    this.#workload = workload;
  }

  next(): { readonly images: Float32Array; readonly labels: Int32Array } {
    const { settings, order, images, labels } = this.#workload;
    const pixels = settings.sizes[0]!;
    const batch = order.subarray(this.#next, this.#next + settings.batchSize);
    this.#next = (this.#next + settings.batchSize) % order.length;
    const batchImages = new Float32Array(batch.length * pixels);
    batch.forEach((example, i) => {
      batchImages.set(images.subarray(example * pixels, (example + 1) * pixels), i * pixels);
    });
    return { images: batchImages, labels: batch.map((example) => labels[example]!) };
  }
}
