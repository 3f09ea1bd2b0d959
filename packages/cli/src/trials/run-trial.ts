import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TrialConfig } from 'temper';
import type { ComputeDevice } from '../commands/run-flags.ts';
import { startWorker } from '../start-worker.ts';
import { quoteForShell } from '../terminal/shell-command.ts';
import { UserError } from '../user-error.ts';
import { RunDirectory, trialHash } from './run-directory.ts';
import { readTrialResult } from './stored-trial.ts';
import type { TrainWorkerData } from './train.worker.ts';
import type { TrialEvent, TrialResult } from './trial-events.ts';

/** A trial to be there when this is over: trained now, gone on with, or found finished. */
export interface TrialRequest {
  readonly config: TrialConfig;
  /** Folder of all runs. */
  readonly runs: string;
  readonly dataDir?: string | undefined;
  readonly threads: number;
  /** Default the CPU. */
  readonly device?: ComputeDevice;
  readonly onEvent: (event: TrialEvent) => void;
  /** Hands over a function that asks the training to save and stop. */
  readonly onStart?: (stop: () => void) => void;
}

/** A finished trial, or where one was stopped: at a step, or with `null` before training began. */
export type TrialOutcome =
  | { readonly status: 'finished'; readonly reused: boolean; readonly result: TrialResult }
  | { readonly status: 'stopped'; readonly directory: string; readonly step: number | null };

/**
 * Brings a trial to its end in a worker thread, so that this thread stays responsive. A trial that is
 * finished is read, not run again; one that was interrupted goes on from its checkpoint.
 */
export async function runTrial(request: TrialRequest): Promise<TrialOutcome> {
  const { config, runs, onEvent } = request;
  const directory = new RunDirectory(runs, config);
  const known = await readTrialResult(runs, config);
  if (known) return { status: 'finished', reused: true, result: known };
  await directory.claim();
  try {
    // Another process may have finished it between the look and the claim.
    const since = await readTrialResult(runs, config);
    if (since) return { status: 'finished', reused: true, result: since };
    const last = await train(request, onEvent);
    if (last.type === 'stopped') {
      return { status: 'stopped', directory: directory.path, step: last.step };
    }
    return { status: 'finished', reused: false, result: (await readTrialResult(runs, config))! };
  } finally {
    await directory.release();
  }
}

/** Where a trial runs: not part of what it is. */
type TrialPlace = Pick<TrialRequest, 'runs' | 'dataDir' | 'threads' | 'device'>;

/** The command that repeats a trial, or goes on with it, from its config. */
export function repeatCommand(
  config: TrialConfig,
  { runs, dataDir, threads, device = 'cpu' }: TrialPlace,
): string {
  const file = join(new RunDirectory(runs, config).path, 'config.json');
  const place = ['--out', runs, '--threads', String(threads)];
  if (dataDir !== undefined) place.push('--data-dir', dataDir);
  if (device !== 'cpu') place.push('--device', device);
  return ['npx', 'temper', 'train', '--config', file, ...place].map(quoteForShell).join(' ');
}

/** What a training says of how it ended. */
type TrialEnd = Extract<TrialEvent, { type: 'done' | 'stopped' | 'failed' }>;

function isEnd(event: TrialEvent): event is TrialEnd {
  return event.type === 'done' || event.type === 'stopped' || event.type === 'failed';
}

async function train(
  { config, runs, dataDir, threads, device = 'cpu', onStart }: TrialRequest,
  onEvent: (event: TrialEvent) => void,
): Promise<Exclude<TrialEnd, { type: 'failed' }>> {
  const stop = new SharedArrayBuffer(4);
  const given: TrainWorkerData = {
    runs,
    dataDir,
    threads,
    stop,
    record: {
      config,
      hash: trialHash(config),
      command: repeatCommand(config, { runs, dataDir, threads, device }),
      versions: versions(),
      device,
      threads,
    },
  };
  const worker = startWorker('trials/train.worker', { workerData: given });
  onStart?.(() => Atomics.store(new Int32Array(stop), 0, 1));
  let ending: TrialEnd | undefined;
  worker.on('message', (event: TrialEvent) => {
    if (isEnd(event)) ending = event;
    onEvent(event);
  });
  await once(worker, 'exit');
  if (ending === undefined) throw new Error('internal: the training worker ended without a word');
  if (ending.type !== 'failed') return ending;
  if (ending.stack === undefined) throw new UserError(ending.message);
  throw Object.assign(new Error(ending.message), {
    stack: ending.stack,
    ...(ending.code === undefined ? {} : { code: ending.code }),
  });
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versionOf = (manifest: string): string =>
    (require(manifest) as { version: string }).version;
  return {
    temper: versionOf('../../package.json'),
    node: process.versions.node,
    onnxruntime: versionOf('onnxruntime-node/package.json'),
  };
}
