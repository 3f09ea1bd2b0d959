import { FormatError } from '../base/index.ts';
import { formatShape, type HostTensor, sizeOf } from '../tensor/index.ts';
import type { ByteSource } from './byte-source.ts';
import { encodeNpy, type NpyHeader, parseNpy, parseNpyHeader } from './npy.ts';
import type { StoredArray } from './row-blocks.ts';
import { readZip, writeZip, zipContent, zipEntries } from './zip.ts';

const SUFFIX = '.npy';
/** NumPy limits its own headers to 64 KiB. */
const MAX_HEADER_BYTES = 1 << 17;

function keyOf(name: string, where: string): string {
  if (name.endsWith(SUFFIX)) return name.slice(0, -SUFFIX.length);
  throw new FormatError(
    `${where}: expected every entry to be a .npy array, got '${name}'; leave it out`,
  );
}

/** Which arrays of a file to read. */
export interface NpzOptions {
  /** Names; the other arrays are passed over, unread. Default: all. */
  readonly names?: readonly string[];
}

/** Which arrays to read, and whether without a copy. */
export interface ParseNpzOptions extends NpzOptions {
  /**
   * Whether arrays may lie in the file's own bytes, where these are stored uncompressed and happen to be
   * aligned, instead of a copy: twice as fast for large ones. Default false.
   */
  readonly share?: boolean;
}

/**
 * Reads the arrays of a file written by `numpy.savez` or `numpy.savez_compressed`.
 * @param where - What the bytes are, to begin an error's message with.
 * @returns Arrays by name, in the file's order.
 * @throws FormatError if the archive or one of its arrays is damaged or of an unknown kind, or claims
 * more than the bytes at hand can hold; before anything of that size is allocated.
 */
export function parseNpz(
  bytes: Uint8Array,
  where = 'parseNpz',
  { names, share = false }: ParseNpzOptions = {},
): Map<string, HostTensor> {
  const arrays = new Map<string, HostTensor>();
  const wanted = (name: string): boolean =>
    names === undefined || names.some((key) => name === key + SUFFIX);
  for (const [name, content] of readZip(bytes, where, wanted)) {
    const key = keyOf(name, where);
    arrays.set(key, parseNpy(content, `${where}, array '${key}'`, { share }));
  }
  return arrays;
}

/** An array of a file, known by its header. */
export interface NpzArray extends StoredArray {
  readonly fortranOrder: boolean;
}

/**
 * Opens the arrays of a `.npz` file that is read by ranges: their types and shapes are known at once,
 * their elements come as they are asked for.
 * @throws FormatError as `parseNpz`; damage in the elements shows when they are read.
 */
export async function openNpz(
  source: ByteSource,
  where: string,
  { names }: NpzOptions = {},
): Promise<Map<string, NpzArray>> {
  const arrays = new Map<string, NpzArray>();
  for (const entry of await zipEntries(source, where)) {
    const key = keyOf(entry.name, where);
    if (names !== undefined && !names.includes(key)) continue;
    const content = (): AsyncGenerator<Uint8Array> => zipContent(source, entry, where);
    const header = await readHeader(content(), `${where}, array '${key}'`);
    const { dataStart, shape, type } = header;
    if (entry.size !== dataStart + sizeOf(shape) * type.width) {
      throw new FormatError(
        `${where}, array '${key}': expected ${sizeOf(shape) * type.width} bytes for shape ${formatShape(shape)}, got ${entry.size - dataStart}; fetch or write it again`,
      );
    }
    arrays.set(key, { ...header, pieces: withoutFirst(content(), dataStart) });
  }
  return arrays;
}

/**
 * The names of the arrays of a `.npz` file, whatever they hold.
 * @throws FormatError if the archive is damaged.
 */
export async function npzNames(source: ByteSource, where: string): Promise<string[]> {
  return (await zipEntries(source, where)).map(({ name }) => keyOf(name, where));
}

async function readHeader(content: AsyncIterable<Uint8Array>, where: string): Promise<NpyHeader> {
  let start: Uint8Array = new Uint8Array(0);
  for await (const piece of content) {
    const joined = new Uint8Array(start.length + piece.length);
    joined.set(start);
    joined.set(piece, start.length);
    start = joined;
    if (start.length >= MAX_HEADER_BYTES) break;
  }
  return parseNpyHeader(start, where);
}

async function* withoutFirst(
  pieces: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    if (skipped < piece.length) yield piece.subarray(skipped);
  }
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
