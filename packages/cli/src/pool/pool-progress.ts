import type { Io } from '../terminal/io.ts';
import type { ProgressTask } from '../terminal/progress.ts';
import type { Claim } from '../trials/run-directory.ts';
import { showEvents, type TrialView } from '../trials/show-events.ts';
import type { TrialEvent } from '../trials/trial-events.ts';
import type { PoolOutcome, PoolTrial } from './pool-trial.ts';

/** Shows a pool at work: a line for each trial that runs, and one for all of them. */
export class PoolProgress {
  readonly #io: Io;
  readonly #trials: readonly PoolTrial[];
  /** What is done of each trial, in [0, 1]. */
  readonly #fractions: number[];
  readonly #views = new Map<number, TrialView>();
  readonly #steps = new Map<number, number>();
  readonly #waiting = new Set<number>();
  readonly #all: ProgressTask;
  #ended = 0;

  constructor(io: Io, trials: readonly PoolTrial[]) {
    this.#io = io;
    this.#trials = trials;
    this.#fractions = trials.map(() => 0);
    this.#all = io.progress('all trials');
  }

  show(index: number, event: TrialEvent): void {
    let view = this.#views.get(index);
    if (view === undefined) {
      const { label, config } = this.#trials[index]!;
      view = showEvents(this.#io, { label, config, quiet: true });
      this.#views.set(index, view);
    }
    view.show(event);
    if (event.type === 'start') {
      this.#steps.set(index, event.start.totalSteps);
      this.#fractions[index] = event.start.startStep / event.start.totalSteps;
    }
    if (event.type === 'progress') {
      this.#fractions[index] = event.step / this.#steps.get(index)!;
      this.#update();
    }
  }

  wait(index: number, { pid, host }: Claim): void {
    if (this.#waiting.has(index)) return;
    this.#waiting.add(index);
    this.#io.info(
      `${this.#trials[index]!.label}: process ${pid} on ${host} is at it; others go first, then it is waited for`,
    );
  }

  end(index: number, outcome: PoolOutcome): void {
    const { label } = this.#trials[index]!;
    this.#views.get(index)?.close();
    this.#ended++;
    this.#fractions[index] = 1;
    if (outcome.status === 'finished' && outcome.reused) this.#io.info(`${label}: already trained`);
    if (outcome.status === 'failed') this.#io.warn(`${label}: ${outcome.message}`);
    this.#update();
  }

  close(): void {
    for (const view of this.#views.values()) view.close();
    this.#all.drop();
  }

  #update(): void {
    const done = this.#fractions.reduce((sum, fraction) => sum + fraction, 0);
    const count = this.#trials.length;
    this.#all.update(done / count, `${this.#ended} of ${count} done, ${count - this.#ended} left`);
  }
}
