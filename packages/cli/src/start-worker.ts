import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a worker thread on a module of this package.
 * @param module - Its path below `src`, without extension: `trials/train.worker`.
 */
export function startWorker(
  module: string,
  options: Omit<WorkerOptions, 'argv' | 'execArgv'> = {},
): Worker {
  return new Worker(new URL('../bin/worker.js', import.meta.url), {
    ...options,
    argv: [module],
    // Not this thread's: export conditions for a loader that the worker does not have would mislead it.
    execArgv: [],
  });
}
