import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import {
  type ClassificationSplit,
  defaultStepsPerRun,
  feedBytes,
  feedLayout,
  type FeedSource,
  type NamedHostTensors,
  type StepRange,
  type TrainingStep,
  type TrialConfig,
} from 'temper';
import { startWorker } from '../start-worker.ts';
import {
  type FeedRequest,
  type FeedWorkerData,
  memoryOf,
  type WrittenFeeds,
} from './feed-messages.ts';

/** Less than this is written in the time that a thread takes to start, about 0.1 s. */
const WORTH_A_THREAD_BYTES = 64 * 2 ** 20;

/**
 * Feeds of a trial from another thread; undefined where the steps that are left are fed too little for
 * that to be worth its start.
 * @param trial.split - The training split, its images in shared memory.
 */
export function prefetchFeeds(
  step: TrainingStep,
  {
    config,
    split,
    steps,
  }: {
    readonly config: TrialConfig;
    readonly split: ClassificationSplit;
    readonly steps: number;
  },
): PrefetchedFeeds | undefined {
  if (steps * feedBytes(step) < WORTH_A_THREAD_BYTES) return undefined;
  return new PrefetchedFeeds({
    layout: feedLayout(step),
    stepsPerRun: defaultStepsPerRun(step),
    pipeline: config.images,
    split,
    seed: config.seed,
  });
}

/**
 * Feeds that another thread writes while ONNX Runtime is at the steps before. Two sets of buffers go to
 * and fro: one is trained on while the other is written.
 */
export class PrefetchedFeeds implements FeedSource {
  readonly #worker: Worker;
  #failure: Error | undefined;
  #used: NamedHostTensors | undefined;
  #arriving: { readonly first: number; readonly written: Promise<WrittenFeeds> } | undefined;

  constructor(given: FeedWorkerData) {
    this.#worker = startWorker('trials/feed.worker', { workerData: given });
    this.#worker.on('error', (error: Error) => (this.#failure = error));
  }

  /** @throws What the other thread failed with. */
  async feeds(range: StepRange, next: StepRange | undefined): Promise<NamedHostTensors> {
    if (this.#arriving?.first !== range.first) this.#ask(range);
    const { feeds, buffers } = await this.#arriving!.written;
    // Asked for before the steps are run, because running them blocks this thread.
    if (next) this.#ask(next);
    this.#used = buffers;
    return feeds;
  }

  #ask(range: StepRange): void {
    if (this.#failure) throw this.#failure;
    const request: FeedRequest = { range, buffers: this.#used };
    this.#worker.postMessage(request, this.#used ? memoryOf(this.#used) : []);
    this.#used = undefined;
    const written = once(this.#worker, 'message').then(([message]) => message as WrittenFeeds);
    // Thrown to whoever asks for these feeds, which may be nobody.
    written.catch(() => undefined);
    this.#arriving = { first: range.first, written };
  }

  async dispose(): Promise<void> {
    await this.#worker.terminate();
  }
}
