import { Inflate, inflateSync, zipSync } from 'fflate';

import { type ByteSource, sourcePieces } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import {
  contentStart,
  findDirectory,
  parseDirectory,
  ZIP_LOCAL_BYTES,
  ZIP_TAIL_BYTES,
  type ZipEntry,
  zipError,
} from './zip-directory.ts';

/** The earliest time a zip can say. fflate reads it back in local time, which is thus always this. */
const FIXED_TIME = new Date(1980, 0, 1);
/** Packed bytes inflated at once: unpacked, at most 1032 times as many. */
const INFLATED_PIECE = 1 << 14;

/**
 * Unpacks a zip archive, stored or deflated, and checks every entry's length and CRC-32 (which
 * fflate's own reader does not).
 * @param wanted - Which entries to unpack; the others are passed over. Default: all.
 * @returns Contents by name, in the archive's order; stored ones share the memory of `bytes`.
 * @throws FormatError if the archive is cut short or damaged, names an entry twice, or claims more
 * than its packed bytes can hold.
 */
export function readZip(
  bytes: Uint8Array,
  where: string,
  wanted: (name: string) => boolean = () => true,
): Map<string, Uint8Array> {
  const byteLength = bytes.length;
  const place = findDirectory(bytes.subarray(-ZIP_TAIL_BYTES), byteLength, where);
  const directory = bytes.subarray(place.start, place.end);
  const contents = new Map<string, Uint8Array>();
  for (const entry of parseDirectory(directory, { count: place.count, byteLength, where })) {
    if (!wanted(entry.name)) continue;
    const header = bytes.subarray(entry.localAt, entry.localAt + ZIP_LOCAL_BYTES);
    const start = contentStart(header, entry, { byteLength, where });
    const packed = bytes.subarray(start, start + entry.packedSize);
    const content = entry.method === 'stored' ? packed : inflated(packed, entry, where);
    if (crc32(content) !== entry.crc) {
      throw zipError(where, `a CRC-32 that does not match in '${entry.name}'`);
    }
    contents.set(entry.name, content);
  }
  return contents;
}

function inflated(packed: Uint8Array, { name, size }: ZipEntry, where: string): Uint8Array {
  let content: Uint8Array;
  try {
    content = inflateSync(packed, { out: new Uint8Array(size) });
  } catch (cause) {
    throw zipError(where, `bytes that do not unpack in '${name}' (${textOf(cause)})`, cause);
  }
  if (content.length === size) return content;
  throw zipError(where, `'${name}' of ${content.length} bytes where it claims ${size}`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The entries of an archive that is read by ranges. Throws as `readZip` does. */
export async function zipEntries(source: ByteSource, where: string): Promise<ZipEntry[]> {
  const { byteLength } = source;
  const tail = await source.slice(Math.max(0, byteLength - ZIP_TAIL_BYTES), byteLength);
  const place = findDirectory(tail, byteLength, where);
  const directory = await source.slice(place.start, place.end);
  return parseDirectory(directory, { count: place.count, byteLength, where });
}

/**
 * An entry's content in pieces, of which one is held at a time.
 * @throws FormatError if it is damaged, which may show only at its end: length and CRC-32 are checked there.
 */
export async function* zipContent(
  source: ByteSource,
  entry: ZipEntry,
  where: string,
): AsyncGenerator<Uint8Array> {
  const { byteLength } = source;
  const header = await source.slice(entry.localAt, entry.localAt + ZIP_LOCAL_BYTES);
  const start = contentStart(header, entry, { byteLength, where });
  const range = { start, end: start + entry.packedSize };
  const pieces =
    entry.method === 'stored'
      ? sourcePieces(source, range)
      : inflatedPieces(sourcePieces(source, { ...range, pieceBytes: INFLATED_PIECE }), {
          name: entry.name,
          where,
        });
  let crc = 0;
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > entry.size) break;
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size) {
    throw zipError(where, `'${entry.name}' of other than the ${entry.size} bytes it claims`);
  }
  if (crc !== entry.crc) {
    throw zipError(where, `a CRC-32 that does not match in '${entry.name}'`);
  }
}

async function* inflatedPieces(
  packed: AsyncIterable<Uint8Array>,
  { name, where }: { name: string; where: string },
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => {
    ready.push(piece);
  });
  for await (const piece of packed) {
    try {
      inflate.push(piece);
    } catch (cause) {
      throw zipError(where, `bytes that do not unpack in '${name}' (${textOf(cause)})`, cause);
    }
    yield* ready;
    ready = [];
  }
}

/** Packs contents by name, in the given order; the same bytes every time. */
export function writeZip(contents: ReadonlyMap<string, Uint8Array>, compress: boolean): Uint8Array {
  return zipSync(Object.fromEntries(contents), { level: compress ? 6 : 0, mtime: FIXED_TIME });
}
