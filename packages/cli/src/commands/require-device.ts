import { UserError } from '../user-error.ts';
import type { Device } from './run-flags.ts';

/**
 * Requires a device that this version computes on, which is the CPU.
 * @throws UserError naming what was looked for and what there is.
 */
export async function requireDevice(device: Device): Promise<void> {
  if (device === 'cpu' || device === 'auto') return;
  const { describeBackends, listBackends } = await import('../doctor/backends.ts');
  const runtime = await listBackends();
  throw new UserError(
    `expected --device to be cpu or auto, got ${device}: ` +
      `onnxruntime-node ${runtime.version} has ${describeBackends(runtime)}, but this version of Temper computes on cpu only; leave --device out`,
  );
}
