import { FormatError } from '../base/index.ts';
import type { HostTensor } from '../tensor/index.ts';
import { encodeNpy, parseNpy } from './npy.ts';
import { readZip, writeZip } from './zip.ts';

const SUFFIX = '.npy';

/**
 * Reads the arrays of a file written by `numpy.savez` or `numpy.savez_compressed`.
 * @param where - What the bytes are, to begin an error's message with.
 * @returns Arrays by name, in the file's order.
 * @throws FormatError if the archive or one of its arrays is damaged or of an unknown kind.
 */
export function parseNpz(bytes: Uint8Array, where = 'parseNpz'): Map<string, HostTensor> {
  const arrays = new Map<string, HostTensor>();
  for (const [name, content] of readZip(bytes, where)) {
    if (!name.endsWith(SUFFIX)) {
      throw new FormatError(
        `${where}: expected every entry to be a .npy array, got '${name}'; leave it out`,
      );
    }
    const key = name.slice(0, -SUFFIX.length);
    arrays.set(key, parseNpy(content, `${where}, array '${key}'`));
  }
  return arrays;
}

/**
 * Writes arrays as `numpy.savez` does; the same bytes every time.
 * @param options.compress - Deflate the arrays. Default false: activations shrink little, and slowly.
 */
export function encodeNpz(
  arrays: ReadonlyMap<string, HostTensor>,
  { compress = false }: { readonly compress?: boolean } = {},
): Uint8Array {
  const contents = [...arrays].map(([name, array]) => [name + SUFFIX, encodeNpy(array)] as const);
  return writeZip(new Map(contents), compress);
}
