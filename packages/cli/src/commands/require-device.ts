import { UserError } from '../user-error.ts';
import { computeDevice, type Device } from './run-flags.ts';

/**
 * Requires a device that really computes: other than the CPU it runs a small network first.
 * @throws UserError saying what was looked for, what was found and what to do.
 */
export async function requireDevice(device: Device): Promise<void> {
  const chosen = computeDevice(device);
  if (chosen === 'cpu') return;
  const { probeDevice } = await import('../doctor/probe-device.ts');
  const probe = await probeDevice(chosen);
  if (!probe.works) {
    throw new UserError(`expected --device ${chosen} to compute, got none: ${probe.reason}`);
  }
}
