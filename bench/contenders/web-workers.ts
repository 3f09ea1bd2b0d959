import { resolveObjectURL } from 'node:buffer';
import { Worker } from 'node:worker_threads';

type Listener = (event: { readonly data: unknown }) => void;

/** What a worker's source expects around it. */
const PRELUDE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
parentPort.on('message', (data) => self.onmessage({ data }));
`;

/** As much of the web's Worker as a pool of them needs, for scripts made from a Blob. */
class WebWorker {
  onmessage: Listener | null = null;
  onerror: ((error: Error) => void) | null = null;
  readonly #worker: Promise<Worker>;

  constructor(url: string) {
    this.#worker = this.#start(url);
  }

  postMessage(message: unknown): void {
    void this.#worker.then((worker) => {
      worker.postMessage(message);
    });
  }

  async #start(url: string): Promise<Worker> {
    const source = await resolveObjectURL(url)!.text();
    const worker = new Worker(PRELUDE + source, { eval: true });
    worker.on('message', (data) => this.onmessage?.({ data }));
    worker.on('error', (error) => this.onerror?.(error));
    return worker;
  }
}

/**
 * Gives Node the two globals by which web libraries find that they may use threads, and how many.
 * Node 20 has neither; to be called before such a library is imported.
 */
export function installWebWorkers(threads: number): void {
  Object.defineProperty(globalThis, 'Worker', { value: WebWorker, configurable: true });
  Object.defineProperty(globalThis, 'navigator', {
    value: { hardwareConcurrency: threads, userAgent: `Node.js/${process.versions.node}` },
    configurable: true,
  });
}
