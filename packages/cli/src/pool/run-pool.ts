import type { ComputeDevice } from '../commands/run-flags.ts';
import type { Io } from '../terminal/io.ts';
import { RunDirectory } from '../trials/run-directory.ts';
import { readTrialResult } from '../trials/stored-trial.ts';
import { PoolProgress } from './pool-progress.ts';
import type { PoolOutcome, PoolTrial } from './pool-trial.ts';
import { type StartedTrial, type StartTrial, startTrialProcess } from './start-trial.ts';

/** Where and how the trials of a pool run. */
export interface PoolOptions {
  /** Folder of all runs. */
  readonly runs: string;
  readonly dataDir?: string | undefined;
  readonly jobs: number;
  readonly threadsEach: number;
  /** Default the CPU. */
  readonly device?: ComputeDevice;
  /** Milliseconds until a trial that another process is at is looked at again. Default 2,000. */
  readonly patience?: number;
  /** Default a process each. */
  readonly start?: StartTrial;
}

/**
 * Brings trials to their end, some at a time, each in a process of its own. A finished trial is read;
 * one that another process is at is left for later; one that fails leaves the others alone. Ctrl-C
 * saves what runs and starts no more.
 * @returns The outcomes in the order of the trials.
 */
export async function runPool(
  trials: readonly PoolTrial[],
  options: PoolOptions,
  io: Io,
): Promise<PoolOutcome[]> {
  const progress = new PoolProgress(io, trials);
  const pool = new Pool(trials, options, progress);
  const stopListening = io.onInterrupt(() => {
    pool.stop();
  });
  try {
    return await pool.run();
  } finally {
    progress.close();
    stopListening();
  }
}

class Pool {
  readonly #trials: readonly PoolTrial[];
  readonly #options: PoolOptions;
  readonly #progress: PoolProgress;
  readonly #outcomes = new Map<number, PoolOutcome>();
  /** Trials that wait for their turn, and the time before which it does not come. */
  readonly #queue: { readonly index: number; readonly from: number }[];
  readonly #running = new Set<StartedTrial>();
  #wake: () => void = () => undefined;
  readonly #stopped: Promise<void> = new Promise((resolve) => (this.#wake = resolve));
  #stopping = false;

  constructor(trials: readonly PoolTrial[], options: PoolOptions, progress: PoolProgress) {
    this.#trials = trials;
    this.#options = options;
    this.#progress = progress;
    this.#queue = trials.map((_, index) => ({ index, from: 0 }));
  }

  stop(): void {
    this.#stopping = true;
    this.#wake();
    for (const trial of this.#running) trial.stop();
  }

  async run(): Promise<PoolOutcome[]> {
    await Promise.all(Array.from({ length: this.#options.jobs }, () => this.#work()));
    return this.#trials.map((_, index) => this.#outcomes.get(index) ?? { status: 'stopped' });
  }

  /** Takes one trial after the other until none is left. */
  async #work(): Promise<void> {
    while (!this.#stopping && this.#queue.length > 0) {
      const ready = this.#queue.findIndex(({ from }) => from <= performance.now());
      if (ready < 0) {
        const next = Math.min(...this.#queue.map(({ from }) => from));
        await this.#wait(next - performance.now());
        continue;
      }
      const { index } = this.#queue.splice(ready, 1)[0]!;
      const outcome = await this.#try(index);
      if (outcome === undefined) {
        const { patience = 2000 } = this.#options;
        this.#queue.push({ index, from: performance.now() + patience });
      } else {
        this.#outcomes.set(index, outcome);
        this.#progress.end(index, outcome);
      }
    }
  }

  /** The outcome of a trial; undefined while another process is at it. */
  async #try(index: number): Promise<PoolOutcome | undefined> {
    const { config } = this.#trials[index]!;
    const { runs, dataDir, threadsEach, device = 'cpu', start = startTrialProcess } = this.#options;
    const known = await readTrialResult(runs, config);
    if (known) return { status: 'finished', reused: true, result: known };
    const holder = await new RunDirectory(runs, config).holder();
    if (holder) {
      this.#progress.wait(index, holder);
      return undefined;
    }
    if (this.#stopping) return { status: 'stopped' };
    const trial = start({ config, runs, dataDir, threads: threadsEach, device }, (event) => {
      this.#progress.show(index, event);
    });
    this.#running.add(trial);
    const ending = await trial.ended;
    this.#running.delete(trial);
    if (ending.status === 'busy') return undefined;
    if (ending.status !== 'finished') return ending;
    const result = await readTrialResult(runs, config);
    return { ...ending, result: result! };
  }

  async #wait(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const passed = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([passed, this.#stopped]);
    clearTimeout(timer);
  }
}
