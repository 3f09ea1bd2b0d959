import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE_CHECKOUT = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));

/** Folder of a real data set, under `TEMPER_DATA` or beside the checkout; undefined where it is not there. */
export function sharedData(name: string): string | undefined {
  const folder = join(process.env['TEMPER_DATA'] ?? BESIDE_CHECKOUT, name);
  return existsSync(folder) ? folder : undefined;
}

/** A file of such a folder. */
export function readShared(folder: string, name: string): Uint8Array {
  return readFileSync(join(folder, name));
}
