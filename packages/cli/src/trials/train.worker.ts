import { parentPort, workerData } from 'node:worker_threads';
import * as runtime from 'onnxruntime-node';
import { TemperError } from 'temper';
import { UserError } from '../user-error.ts';
import { type RunRecord, RunDirectory } from './run-directory.ts';
import { trainTrial } from './train-trial.ts';
import { hashTrialData, loadTrialData } from './trial-data.ts';
import type { TrialEvent } from './trial-events.ts';

/** What a training worker is given. */
export interface TrainWorkerData {
  readonly runs: string;
  readonly record: Omit<RunRecord, 'dataHash'>;
  readonly dataDir: string | undefined;
  readonly threads: number;
  /** One int32; set to 1 to ask for a stop. Memory shared, because a step blocks this thread. */
  readonly stop: SharedArrayBuffer;
}

/** Thrown out of the loading of data when a stop is asked for. */
class StopAsked extends Error {}

const given = workerData as TrainWorkerData;
const stop = new Int32Array(given.stop);
const shouldStop = (): boolean => Atomics.load(stop, 0) === 1;
const report = (event: TrialEvent): void => {
  parentPort!.postMessage(event);
};

try {
  const { config } = given.record;
  report({
    type: 'phase',
    label: config.data.name === 'glyphs' ? 'drawing glyphs' : 'loading data',
  });
  const directory = new RunDirectory(given.runs, config);
  const data = await loadTrialData(config.data, {
    dataDir: given.dataDir,
    onProgress: (done, total) => {
      if (shouldStop()) throw new StopAsked();
      report({ type: 'phase-progress', share: done / total });
    },
    onWarning: (message) => {
      report({ type: 'warning', message });
    },
  });
  const record: RunRecord = { ...given.record, dataHash: hashTrialData(data) };
  checkAgainst(await directory.record(), record);
  await directory.writeJson('config.json', record);
  await trainTrial({
    runtime,
    config,
    directory,
    data,
    threads: given.threads,
    device: record.device,
    shouldStop,
    report,
  });
} catch (error) {
  report(error instanceof StopAsked ? { type: 'stopped', step: null } : failureOf(error));
}

function failureOf(error: unknown): TrialEvent {
  const internal = error instanceof TemperError && error.message.startsWith('internal:');
  const mistake = error instanceof UserError || (error instanceof TemperError && !internal);
  const { message, stack, code } = error as NodeJS.ErrnoException;
  return {
    type: 'failed',
    message,
    ...(mistake || stack === undefined ? {} : { stack }),
    ...(code === undefined ? {} : { code }),
  };
}

/** A run that goes on must see the data it began with; other threads, or another device, only cost its repeatability. */
function checkAgainst(before: RunRecord | undefined, now: RunRecord): void {
  if (before && before.dataHash !== now.dataHash) {
    throw new UserError(
      `expected the data that the run '${now.hash}' began with (SHA-256 ${before.dataHash.slice(0, 12)}), got other data (${now.dataHash.slice(0, 12)}); restore it, or delete the run`,
    );
  }
  if (before && before.threads !== now.threads) {
    report({
      type: 'warning',
      message: `the run began with ${before.threads} threads and goes on with ${now.threads}: it will not repeat bit for bit`,
    });
  }
  if (before && before.device !== now.device) {
    report({
      type: 'warning',
      message: `the run began on ${before.device} and goes on with ${now.device}: it will not repeat bit for bit`,
    });
  }
}
