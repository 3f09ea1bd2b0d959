/** Work that the user ended with Ctrl-C; the message says in one line how to go on. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports for a process that SIGINT ended: 128 + 2. */
export const INTERRUPTED_EXIT_CODE = 130;

/** Where signals come from and the process ends; `process` outside tests. */
export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: (signal: string) => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: (signal: string) => void): unknown;
  /** Lets a signal do what it does when nobody listens. */
  kill(pid: number, signal: string): unknown;
  readonly pid: number;
}

/**
 * Turns Ctrl-C (or SIGTERM) into a request to stop while somebody listens for it; a second one ends the
 * process at once. While nobody listens, a signal ends the process as it always does.
 */
export class Interrupts {
  readonly #source: SignalSource;
  readonly #announce: () => void;
  readonly #callbacks = new Set<() => void>();
  #asked = false;
  readonly #listener = (signal: string): void => {
    if (this.#asked) {
      // Not exit(): that unloads ONNX Runtime under a worker that is inside it, which aborts.
      for (const name of SIGNALS) this.#source.off(name, this.#listener);
      this.#source.kill(this.#source.pid, signal);
      return;
    }
    this.#asked = true;
    this.#announce();
    for (const callback of this.#callbacks) callback();
  };

  /** @param announce - Tells the user that the first request was heard. */
  constructor(announce: () => void, source: SignalSource = process) {
    this.#announce = announce;
    this.#source = source;
  }

  /** Listens until the function that is returned is called. */
  listen(callback: () => void): () => void {
    if (this.#callbacks.size === 0)
      for (const signal of SIGNALS) this.#source.on(signal, this.#listener);
    this.#callbacks.add(callback);
    return () => {
      if (!this.#callbacks.delete(callback) || this.#callbacks.size > 0) return;
      for (const signal of SIGNALS) this.#source.off(signal, this.#listener);
    };
  }
}
