import { ConfigError, NotFiniteError, type Rng } from '../../base/index.ts';
import type { NamedHostTensors, StepRunner } from '../../engine/runtime/index.ts';
import { bytesPerElement, type HostTensor, sizeOf } from '../../tensor/index.ts';
import type { Optimizer, Schedule } from '../optim/index.ts';
import { fillMask } from './random-mask.ts';
import type { TrainingStep } from './training-step.ts';

/** Labelled examples to train on. */
export interface TrainingExamples {
  /** Class of each example, int32 `[N]`. */
  readonly labels: Int32Array;
  /** Writes the images of some examples one after another; augmentation draws from `rng`. */
  fill(images: Float32Array, indices: Uint32Array, rng: Rng): void;
}

/** A run of training: what is done at each step, as a function of the seed and the step alone. */
export interface TrainingPlan {
  readonly step: TrainingStep;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly examples: TrainingExamples;
  /** The run's random stream: order, augmentation and masks are forks of it by epoch or step. */
  readonly rng: Rng;
  readonly totalSteps: number;
  /**
   * Steps handed to ONNX Runtime at a time; affects speed only, and how soon a stop is heard. Default:
   * as many as 16 MiB of feeds hold, at most 32.
   */
  readonly stepsPerRun?: number;
}

/** What some consecutive steps of one epoch reported. */
export interface TrainingProgress {
  /** Steps done so far, these included. */
  readonly step: number;
  /** Whether these steps end an epoch. */
  readonly epochEnd: boolean;
  /** Training loss (smoothed, nats) of each step. */
  readonly losses: Float32Array;
  /** Batch accuracy of each step, as trained on (with dropout and augmentation). */
  readonly accuracies: Float32Array;
  readonly learningRate: number;
}

/**
 * Steps in an epoch: full batches only. What is left over differs from epoch to epoch, as the order does.
 * @throws ConfigError if there are fewer examples than a batch holds.
 */
export function stepsPerEpoch(numExamples: number, batchSize: number): number {
  if (numExamples < batchSize) {
    throw new ConfigError(
      `expected at least one batch of ${batchSize} training examples, got ${numExamples}; use a smaller --batch-size`,
    );
  }
  return Math.floor(numExamples / batchSize);
}

/**
 * Trains from `startStep` to the end of the plan, yielding after every few steps. The state is in
 * the runner; whoever iterates may save it, evaluate it, or stop.
 *
 * @throws NotFiniteError naming the first step whose loss is not finite.
 */
export async function* train(
  runner: StepRunner,
  plan: TrainingPlan,
  startStep = 0,
): AsyncGenerator<TrainingProgress, void, undefined> {
  const { step: program, examples, totalSteps, stepsPerRun = defaultStepsPerRun(plan.step) } = plan;
  const perEpoch = stepsPerEpoch(examples.labels.length, program.batchSize);
  const feeds = new FeedWriter(plan, stepsPerRun);
  let epoch = -1;
  let order: Uint32Array = new Uint32Array(0);
  for (let step = startStep; step < totalSteps;) {
    const within = step % perEpoch;
    if (Math.floor(step / perEpoch) !== epoch) {
      epoch = Math.floor(step / perEpoch);
      order = plan.rng.fork('order', epoch).permutation(examples.labels.length);
    }
    const count = Math.min(stepsPerRun, perEpoch - within, totalSteps - step);
    const batches = order.subarray(
      within * program.batchSize,
      (within + count) * program.batchSize,
    );
    const metrics = await runner.run(count, feeds.write(step, batches));
    const losses = metrics.loss!.data as Float32Array;
    assertFinite(losses, step);
    step += count;
    yield {
      step,
      epochEnd: step % perEpoch === 0,
      losses,
      accuracies: metrics.accuracy!.data as Float32Array,
      learningRate: plan.schedule(step - 1),
    };
  }
}

const FEED_BUDGET_BYTES = 16 * 2 ** 20;
const MOST_STEPS_PER_RUN = 32;

/** Returning the state costs the same however many steps it is for: the more, the cheaper each. */
function defaultStepsPerRun({ program }: TrainingStep): number {
  const bytes = program.feeds.reduce(
    (sum, { dtype, shape }) => sum + bytesPerElement(dtype) * sizeOf(shape),
    0,
  );
  return Math.max(1, Math.min(MOST_STEPS_PER_RUN, Math.floor(FEED_BUDGET_BYTES / bytes)));
}

/**
 * Requires tensors of a run to be finite: the last update may overflow after its loss was still finite.
 * @param step - Steps done.
 * @throws NotFiniteError naming the tensor and the step.
 */
export function assertFiniteTensors(state: NamedHostTensors, step: number): void {
  for (const [name, { data }] of Object.entries(state)) {
    if ((data as Float32Array).every(Number.isFinite)) continue;
    throw new NotFiniteError(
      `training: expected finite numbers, got NaN or infinity in ${name} after step ${step}; ${REMEDY}`,
      step - 1,
    );
  }
}

const REMEDY = 'lower --learning-rate or set --clip-norm';

function assertFinite(losses: Float32Array, firstStep: number): void {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad < 0) return;
  const step = firstStep + bad;
  throw new NotFiniteError(
    `training: expected a finite loss, got ${losses[bad]} at step ${step + 1}; ${REMEDY}`,
    step,
  );
}

/** Writes what the next steps are fed, into buffers that are used again. */
class FeedWriter {
  readonly #plan: TrainingPlan;
  readonly #images: Float32Array;
  readonly #labels: Int32Array;
  readonly #masks: readonly Uint8Array[];
  readonly #imageSize: number;

  constructor(plan: TrainingPlan, stepsPerRun: number) {
    const { program, batchSize, masks } = plan.step;
    const images = program.feeds.find(({ node }) => nameOf(node.attributes) === 'images')!;
    this.#plan = plan;
    this.#imageSize = sizeOf(images.shape) / batchSize;
    this.#images = new Float32Array(stepsPerRun * sizeOf(images.shape));
    this.#labels = new Int32Array(stepsPerRun * batchSize);
    this.#masks = masks.map(({ tensor }) => new Uint8Array(stepsPerRun * sizeOf(tensor.shape)));
  }

  /** Feeds for the steps from `firstStep` on; `batches` are the examples of all of them in order. */
  write(firstStep: number, batches: Uint32Array): NamedHostTensors {
    const { step, examples, rng, optimizer, schedule } = this.#plan;
    const { batchSize, masks, program, scalars } = step;
    const steps = batches.length / batchSize;
    const batchPixels = batchSize * this.#imageSize;
    const scalarValues = Object.fromEntries(scalars.map((name) => [name, new Float32Array(steps)]));
    for (let i = 0; i < steps; i++) {
      const stepRng = rng.fork('step', firstStep + i);
      const batch = batches.subarray(i * batchSize, (i + 1) * batchSize);
      const images = this.#images.subarray(i * batchPixels, (i + 1) * batchPixels);
      examples.fill(images, batch, stepRng.fork('augment'));
      masks.forEach(({ name, keep, tensor }, m) => {
        const size = sizeOf(tensor.shape);
        fillMask(this.#masks[m]!.subarray(i * size, (i + 1) * size), keep, stepRng.fork(name));
      });
      const values = optimizer.scalars(firstStep + i, schedule);
      for (const name of scalars) scalarValues[name]![i] = values[name]!;
    }
    batches.forEach((example, i) => (this.#labels[i] = examples.labels[example]!));
    const data: Record<string, Float32Array | Int32Array | Uint8Array> = {
      ...scalarValues,
      images: this.#images,
      labels: this.#labels,
      ...Object.fromEntries(masks.map(({ name }, m) => [name, this.#masks[m]!])),
    };
    return Object.fromEntries(
      program.feeds.map(({ node, dtype, shape }) => {
        const name = nameOf(node.attributes);
        const all = data[name]!.subarray(0, steps * sizeOf(shape));
        const value: HostTensor = { dtype, shape: [steps, ...shape], data: all };
        return [name, value];
      }),
    );
  }
}

function nameOf(attributes: object): string {
  return (attributes as { readonly name: string }).name;
}
