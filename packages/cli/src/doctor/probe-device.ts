import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ComputeDevice } from '../commands/run-flags.ts';
import type { BackendRun } from './backend-run.ts';
import type { DeviceMessage } from './device.worker.ts';
import { explainMissing } from './explain-missing.ts';

/** Whether a device computes: what a small network took on it, or why it did not run. */
export type DeviceProbe =
  | { readonly works: true; readonly run: BackendRun }
  /** `reason` is one line: what was looked for and found, and what to do. */
  | { readonly works: false; readonly reason: string };

/** How a try ended: the message, none if the process died, and what it and its libraries printed. */
export interface DeviceTry {
  readonly message: DeviceMessage | undefined;
  readonly printed: string;
}

/** A device that is not done by then has hung; the first run compiles every shader. */
const PATIENCE = 60_000;

/**
 * Runs the small network on a device in a process of its own: drivers print what they miss, and
 * broken ones end the process.
 * @param tryIt - How it is tried; a process outside tests.
 */
export async function probeDevice(
  device: ComputeDevice,
  tryIt: (device: ComputeDevice) => Promise<DeviceTry> = tryInProcess,
): Promise<DeviceProbe> {
  const { message, printed } = await tryIt(device);
  if (message?.run) return { works: true, run: message.run };
  const failure = message?.message ?? 'the process that tried it ended without a word';
  return { works: false, reason: explainMissing(device, { failure, printed }) };
}

async function tryInProcess(device: ComputeDevice): Promise<DeviceTry> {
  const child = fork(
    fileURLToPath(new URL('../../bin/worker.js', import.meta.url)),
    ['doctor/device.worker'],
    {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: PATIENCE,
    },
  );
  let message: DeviceMessage | undefined;
  let printed = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.on('message', (found: DeviceMessage) => (message = found));
  child.send(device);
  await once(child, 'close');
  return { message, printed };
}
