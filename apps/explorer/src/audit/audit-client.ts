import type {
  AuditAnswer,
  AuditArgument,
  AuditQuestion,
  AuditReply,
  AuditRequest,
} from './audit-messages.ts';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An audit session in a worker, which answers questions one after another. */
class AuditWorker {
  readonly #worker = new Worker(new URL('./audit.worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor() {
    this.#worker.onmessage = ({ data: { id, answer, message } }: MessageEvent<AuditReply>) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (message === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(message));
    };
    this.#worker.onerror = ({ message }) => {
      const error = new Error(`internal: the worker stopped: ${message || 'it did not load'}`);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
  }

  ask(question: AuditQuestion, argument: unknown): Promise<unknown> {
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, question, argument } satisfies AuditRequest);
    });
  }

  dispose(): void {
    this.#worker.terminate();
  }
}

/**
 * One file, audited off the page's thread. Intervals, which take longest and need no file, have a
 * worker of their own, so that scores follow the slider while one is being drawn.
 */
export class AuditClient {
  readonly #file = new AuditWorker();
  readonly #intervals = new AuditWorker();

  /** Puts a question to the session; rejects with the line its method throws. */
  ask<Q extends AuditQuestion>(question: Q, argument: AuditArgument<Q>): Promise<AuditAnswer<Q>> {
    const worker = question === 'interval' ? this.#intervals : this.#file;
    return worker.ask(question, argument) as Promise<AuditAnswer<Q>>;
  }

  /** Ends the workers and frees the file; questions still open are never answered. */
  dispose(): void {
    this.#file.dispose();
    this.#intervals.dispose();
  }
}
