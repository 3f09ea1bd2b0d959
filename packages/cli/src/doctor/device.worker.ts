/** A process that tries a device, and reports; the drivers it loads may print, or take it down. */
import process from 'node:process';
import type { ComputeDevice } from '../commands/run-flags.ts';
import { type BackendRun, runBackend } from './backend-run.ts';

/** What the process found. */
export type DeviceMessage =
  { readonly run: BackendRun } | { readonly run: null; readonly message: string };

process.on('message', (device: ComputeDevice) => {
  void runBackend(1, device)
    .then(
      (run): DeviceMessage => ({ run }),
      (error: unknown): DeviceMessage => ({ run: null, message: (error as Error).message }),
    )
    .then((found) => process.send!(found, undefined, undefined, () => process.exit()));
});
