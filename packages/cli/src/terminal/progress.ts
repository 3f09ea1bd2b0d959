import { formatDuration } from './quantities.ts';
import { RemainingTime } from './remaining-time.ts';
import { canRedraw, type TextStream } from './style.ts';

/** A piece of work whose progress is shown until it ends one way or the other. */
export interface ProgressTask {
  /** @param fraction - What is done of the work, in [0, 1]. @param detail - A few words on where it stands. */
  update(fraction: number, detail?: string): void;
  /** The work is done: leaves one line that says so. */
  finish(detail?: string): void;
  /** The work ended without being done: leaves nothing. */
  drop(): void;
}

interface TaskState {
  readonly label: string;
  readonly start: number;
  remaining: RemainingTime | undefined;
  fraction: number;
  detail: string;
  lastLine: number;
}

const BAR_WIDTH = 24;
const REDRAW_MILLISECONDS = 100;
/** Off a terminal each task writes at most one line in so many seconds. */
const LINE_SECONDS = 10;

/**
 * Shows tasks in progress: on a terminal one bar each, redrawn in place; elsewhere an occasional line.
 */
export class ProgressBoard {
  readonly #stream: TextStream;
  readonly #now: () => number;
  readonly #live: boolean;
  readonly #tasks = new Set<TaskState>();
  #drawnLines = 0;
  #redraw: NodeJS.Timeout | undefined;

  /** @param options.now - The time in seconds. */
  constructor(
    stream: TextStream,
    {
      env,
      now = () => performance.now() / 1000,
    }: { readonly env: NodeJS.ProcessEnv; readonly now?: () => number },
  ) {
    this.#stream = stream;
    this.#now = now;
    this.#live = canRedraw(stream, env);
  }

  add(label: string): ProgressTask {
    const start = this.#now();
    const task: TaskState = {
      label,
      start,
      remaining: undefined,
      fraction: 0,
      detail: '',
      lastLine: start,
    };
    this.#tasks.add(task);
    this.#drawSoon();
    return {
      update: (fraction, detail = '') => {
        this.#update(task, Math.min(Math.max(fraction, 0), 1), detail);
      },
      finish: (detail = '') => {
        if (!this.#tasks.delete(task)) return;
        const took = formatDuration(this.#now() - start);
        this.interrupt(() => this.#stream.write(`${phrase(label, `done in ${took}`, detail)}\n`));
      },
      drop: () => {
        if (this.#tasks.delete(task)) this.interrupt(() => undefined);
      },
    };
  }

  /** Writes something else than progress: the bars make room and come back below it. */
  interrupt(write: () => void): void {
    this.#clear();
    write();
    this.#draw();
  }

  /** Takes away what is still shown. */
  close(): void {
    this.#tasks.clear();
    this.#clear();
  }

  #update(task: TaskState, fraction: number, detail: string): void {
    const now = this.#now();
    // Work done before the first word of it, by an earlier run, says nothing about the rate.
    task.remaining ??= new RemainingTime(fraction > 0 ? now : task.start, fraction);
    task.remaining.update(now, fraction);
    task.fraction = fraction;
    task.detail = detail;
    if (this.#live) this.#drawSoon();
    else if (now - task.lastLine >= LINE_SECONDS) {
      task.lastLine = now;
      this.#stream.write(`${phrase(task.label, ...state(task))}\n`);
    }
  }

  #drawSoon(): void {
    if (!this.#live) return;
    this.#redraw ??= setTimeout(() => {
      this.#clear();
      this.#draw();
    }, REDRAW_MILLISECONDS).unref();
  }

  #clear(): void {
    clearTimeout(this.#redraw);
    this.#redraw = undefined;
    if (this.#drawnLines > 0) this.#stream.write(`\x1b[${this.#drawnLines}A\r\x1b[J`);
    this.#drawnLines = 0;
  }

  #draw(): void {
    if (!this.#live || this.#tasks.size === 0) return;
    const width = (this.#stream.columns ?? 80) - 1;
    const labelWidth = Math.max(...Array.from(this.#tasks, ({ label }) => label.length));
    const lines = Array.from(this.#tasks, (task) => {
      const filled = Math.round(task.fraction * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      // A line wider than the terminal would wrap, and the next redraw miss it.
      return `${task.label.padEnd(labelWidth)} ${bar} ${state(task).filter(Boolean).join(', ')}`.slice(
        0,
        width,
      );
    });
    this.#stream.write(`${lines.join('\n')}\n`);
    this.#drawnLines = lines.length;
  }
}

/** Percentage, time left and detail. */
function state({ fraction, remaining, detail }: TaskState): [string, string, string] {
  const seconds = remaining?.seconds;
  return [
    `${Math.floor(fraction * 100)} %`,
    seconds === undefined ? '' : `${formatDuration(seconds)} left`,
    detail,
  ];
}

function phrase(label: string, ...parts: readonly string[]): string {
  return `${label}: ${parts.filter(Boolean).join(', ')}`;
}
