import { ConfigError, type Rng } from '../../base/index.ts';
import { inputName } from '../../engine/onnx/index.ts';
import type { NamedHostTensors } from '../../engine/runtime/index.ts';
import { allocate, type DType, type HostTensor, type Shape, sizeOf } from '../../tensor/index.ts';
import { fillMask } from './random-mask.ts';
import type { TrainingStep } from './training-step.ts';

/** Labelled examples to train on. */
export interface TrainingExamples {
  /** Class of each example, int32 `[N]`. */
  readonly labels: Int32Array;
  /** Writes the images of some examples one after another; augmentation draws from `rng`. */
  fill(images: Float32Array, indices: Uint32Array, rng: Rng): void;
}

/** Consecutive steps of one epoch, that are run together. */
export interface StepRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Steps in an epoch: full batches only. What is left over differs from epoch to epoch, as the order does.
 * @throws ConfigError if there are fewer examples than a batch holds.
 */
export function stepsPerEpoch(numExamples: number, batchSize: number): number {
  if (numExamples < batchSize) {
    throw new ConfigError(
      `training: expected at least one batch of ${batchSize} examples, got ${numExamples}; use a smaller --batch-size`,
    );
  }
  return Math.floor(numExamples / batchSize);
}

/** What is fed to a training step beside its scalars: plain data, that can be sent to another thread. */
export interface FeedLayout {
  readonly batchSize: number;
  /** Shape of a batch of images, `[N, …]`. */
  readonly images: Shape;
  readonly masks: readonly {
    readonly name: string;
    readonly keep: number;
    readonly shape: Shape;
  }[];
}

/** The layout of a step's feeds. */
export function feedLayout({ batchSize, masks, program }: TrainingStep): FeedLayout {
  return {
    batchSize,
    images: program.feeds.find((feed) => inputName(feed) === 'images')!.shape,
    masks: masks.map(({ name, keep, tensor }) => ({ name, keep, shape: tensor.shape })),
  };
}

/**
 * Writes what steps are fed: `images`, `labels` and masks, each with a leading axis of steps. All of it
 * is a function of the stream, the examples and the step, so it may be written anywhere, in any order.
 */
export class FeedWriter {
  readonly #layout: FeedLayout;
  readonly #examples: TrainingExamples;
  readonly #rng: Rng;
  #epoch = -1;
  #order: Uint32Array = new Uint32Array(0);

  /** @param options.rng - The run's stream, as in the plan. */
  constructor(
    layout: FeedLayout,
    { examples, rng }: { readonly examples: TrainingExamples; readonly rng: Rng },
  ) {
    this.#layout = layout;
    this.#examples = examples;
    this.#rng = rng;
  }

  /** Buffers for up to `steps` steps. */
  allocate(steps: number): NamedHostTensors {
    const { batchSize, images, masks } = this.#layout;
    const buffer = <D extends DType>(dtype: D, shape: Shape): HostTensor<D> => ({
      dtype,
      shape: [steps, ...shape],
      data: allocate(dtype, steps * sizeOf(shape)),
    });
    return {
      images: buffer('float32', images),
      labels: buffer('int32', [batchSize]),
      ...Object.fromEntries(masks.map(({ name, shape }) => [name, buffer('bool', shape)])),
    };
  }

  /**
   * Writes the feeds of some steps.
   * @param buffers - Of `allocate`, for at least as many steps.
   * @returns The front parts of the buffers.
   */
  write({ first, count }: StepRange, buffers: NamedHostTensors): NamedHostTensors {
    const { batchSize, images, masks } = this.#layout;
    const feeds = Object.fromEntries(
      Object.entries(buffers).map(([name, { dtype, shape, data }]) => {
        const [, ...rest] = shape;
        const front = data.subarray(0, count * sizeOf(rest));
        return [name, { dtype, shape: [count, ...rest], data: front }];
      }),
    );
    const slice = (name: string, shape: Shape, i: number): HostTensor['data'] =>
      feeds[name]!.data.subarray(i * sizeOf(shape), (i + 1) * sizeOf(shape));
    const indices = this.#indices({ first, count });
    for (let i = 0; i < count; i++) {
      const rng = this.#rng.fork('step', first + i);
      const batch = indices.subarray(i * batchSize, (i + 1) * batchSize);
      this.#examples.fill(slice('images', images, i) as Float32Array, batch, rng.fork('augment'));
      for (const { name, keep, shape } of masks) {
        fillMask(slice(name, shape, i) as Uint8Array, keep, rng.fork(name));
      }
    }
    const labels = feeds.labels!.data as Int32Array;
    indices.forEach((example, i) => (labels[i] = this.#examples.labels[example]!));
    return feeds;
  }

  /** The examples of some steps of one epoch, in order. */
  #indices({ first, count }: StepRange): Uint32Array {
    const { batchSize } = this.#layout;
    const perEpoch = stepsPerEpoch(this.#examples.labels.length, batchSize);
    const epoch = Math.floor(first / perEpoch);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#order = this.#rng.fork('order', epoch).permutation(this.#examples.labels.length);
    }
    const within = first % perEpoch;
    return this.#order.subarray(within * batchSize, (within + count) * batchSize);
  }
}
