import { NotFiniteError, type Rng } from '../../base/index.ts';
import type { NamedHostTensors, StepRunner } from '../../engine/runtime/index.ts';
import { bytesPerElement, hostTensor, sizeOf } from '../../tensor/index.ts';
import type { Optimizer, Schedule } from '../optim/index.ts';
import {
  feedLayout,
  FeedWriter,
  type StepRange,
  stepsPerEpoch,
  type TrainingExamples,
} from './feed-writer.ts';
import type { TrainingStep } from './training-step.ts';

/** Where the images, labels and masks of steps come from. */
export interface FeedSource {
  /**
   * The feeds of some steps; their buffers are the source's again at the next call.
   * @param next - What will be asked for after that, which may be prepared meanwhile.
   */
  feeds(range: StepRange, next: StepRange | undefined): Promise<NamedHostTensors>;
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
   * The most steps handed to ONNX Runtime at a time; affects speed only, and how soon a stop is heard.
   * Default: as many as 16 MiB of feeds hold, at most 32.
   */
  readonly stepsPerRun?: number;
  /**
   * A clock in seconds, from any moment on. With it a run takes no more steps than 2 s hold at the pace
   * of the runs before, beginning with one step; affects nothing else.
   */
  readonly now?: () => number;
  /** Where the feeds come from; affects speed only. Default: they are written here, when they are due. */
  readonly feeds?: FeedSource;
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
  const source = plan.feeds ?? dueFeeds(plan);
  const perEpoch = stepsPerEpoch(plan.examples.labels.length, plan.step.batchSize);
  const { totalSteps, stepsPerRun = defaultStepsPerRun(plan.step), now } = plan;
  // Nothing is known of the first steps' time; the next run is asked for before they are timed.
  let most = now ? 1 : stepsPerRun;
  const rangeAt = (first: number): StepRange | undefined => {
    const count = Math.min(most, perEpoch - (first % perEpoch), totalSteps - first);
    return count > 0 ? { first, count } : undefined;
  };
  for (let range = rangeAt(startStep); range;) {
    const end = range.first + range.count;
    const next = rangeAt(end);
    const start = now?.() ?? 0;
    const feeds = await source.feeds(range, next);
    const metrics = await runner.run(range.count, { ...feeds, ...scalarFeeds(plan, range) });
    if (now) most = stepsWithin(SECONDS_PER_RUN, (now() - start) / range.count, stepsPerRun);
    const losses = metrics.loss!.data as Float32Array;
    assertFinite(losses, range.first);
    yield {
      step: end,
      epochEnd: end % perEpoch === 0,
      losses,
      accuracies: metrics.accuracy!.data as Float32Array,
      learningRate: plan.schedule(end - 1),
    };
    range = next;
  }
}

/** Feeds written when they are due, into one set of buffers. */
function dueFeeds(plan: TrainingPlan): FeedSource {
  const writer = new FeedWriter(feedLayout(plan.step), plan);
  const buffers = writer.allocate(plan.stepsPerRun ?? defaultStepsPerRun(plan.step));
  return { feeds: (range) => Promise.resolve(writer.write(range, buffers)) };
}

/** What the optimiser's scalars are at each of some steps. */
function scalarFeeds(
  { step, optimizer, schedule }: TrainingPlan,
  { first, count }: StepRange,
): NamedHostTensors {
  const values = Array.from({ length: count }, (_, i) => optimizer.scalars(first + i, schedule));
  return Object.fromEntries(
    step.scalars.map((name) => {
      const data = Float32Array.from(values, (scalars) => scalars[name]!);
      return [name, hostTensor('float32', [count], data)];
    }),
  );
}

const FEED_BUDGET_BYTES = 16 * 2 ** 20;
const MOST_STEPS_PER_RUN = 32;
/** A stop is heard when a run ends. */
const SECONDS_PER_RUN = 2;

/**
 * Steps that are handed to ONNX Runtime at a time where the plan does not say. Returning the state costs
 * the same however many steps it is for: the more, the cheaper each.
 */
export function defaultStepsPerRun(step: TrainingStep): number {
  const steps = Math.floor(FEED_BUDGET_BYTES / feedBytes(step));
  return Math.max(1, Math.min(MOST_STEPS_PER_RUN, steps));
}

/** As many steps as take `seconds`, of `each` seconds; from 1 to `most`. */
function stepsWithin(seconds: number, each: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(seconds / each)));
}

/** Bytes that one step is fed. */
export function feedBytes({ program }: TrainingStep): number {
  return program.feeds.reduce(
    (sum, { dtype, shape }) => sum + bytesPerElement(dtype) * sizeOf(shape),
    0,
  );
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
