import { FormatError } from '../base/index.ts';

const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const LOCATOR64_BYTES = 20;
const END64_BYTES = 56;
/** A field of 16 or 32 bits that is all ones says: see the zip64 record. */
const SEE64 = { short: 0xffff, long: 0xffffffff } as const;
/** DEFLATE cannot shrink data by more than this factor (258 bytes from two bits). */
const MAX_EXPANSION = 1032;
/** The most bytes one array of this program holds. */
const MAX_CONTENT = 2 ** 32;

/** The end of an archive that the directory is found from: its records and the longest comment. */
export const ZIP_TAIL_BYTES: number = END_BYTES + LOCATOR64_BYTES + END64_BYTES + 0xffff;
/** The part of an entry's own header that is of fixed length. */
export const ZIP_LOCAL_BYTES = 30;

/** One file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes unpacked; claimed, and no more than the packed bytes could hold. */
  readonly size: number;
  readonly crc: number;
  /** Where the entry's own header begins. */
  readonly localAt: number;
}

/** Where an archive's directory lies. */
interface DirectoryPlace {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** What is thrown for an archive that is not as it should be. */
export function zipError(where: string, what: string, cause?: unknown): FormatError {
  return new FormatError(
    `${where}: expected an intact zip archive, got ${what}; fetch or write it again`,
    { cause },
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit field; beyond 2^53 it is rounded, and then lies beyond any file. */
function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/**
 * Finds an archive's directory from the archive's end.
 * @param tail - The last `ZIP_TAIL_BYTES` of the archive, or all of it.
 * @throws FormatError if the record that ends an archive is missing or points outside of it.
 */
export function findDirectory(tail: Uint8Array, byteLength: number, where: string): DirectoryPlace {
  const view = viewOf(tail);
  const tailStart = byteLength - tail.length;
  let end = tail.length - END_BYTES;
  // From the back, for a comment may follow the record.
  while (end >= 0 && view.getUint32(end, true) !== END_SIGNATURE) end--;
  if (end < 0) throw zipError(where, 'no end-of-archive record');
  let count = view.getUint16(end + 10, true);
  let size = view.getUint32(end + 12, true);
  let start = view.getUint32(end + 16, true);
  if (count === SEE64.short || size === SEE64.long || start === SEE64.long) {
    const locator = end - LOCATOR64_BYTES;
    if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64_SIGNATURE) {
      throw zipError(where, 'no zip64 record of its size');
    }
    const record = uint64(view, locator + 8) - tailStart;
    if (!(record >= 0 && record <= locator - END64_BYTES)) {
      throw zipError(where, 'a zip64 record that is not where it should be');
    }
    if (view.getUint32(record, true) !== END64_SIGNATURE) {
      throw zipError(where, 'a zip64 record that is none');
    }
    count = uint64(view, record + 32);
    size = uint64(view, record + 40);
    start = uint64(view, record + 48);
  }
  if (start + size > tailStart + end) {
    throw zipError(where, `a directory beyond the end of its ${byteLength} bytes`);
  }
  return { start, end: start + size, count };
}

/** The sizes and the place of an entry, from its zip64 field where the short ones are all ones. */
function placeOf(
  view: DataView,
  at: number,
  { start, end }: { readonly start: number; readonly end: number },
): [size: number, packedSize: number, localAt: number] | undefined {
  const short = [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ] as const;
  if (!short.includes(SEE64.long)) return [...short];
  for (let field = start; field + 4 <= end;) {
    const next = field + 4 + view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1 && next <= end) {
      let value = field + 4;
      const take = (claimed: number): number => {
        if (claimed !== SEE64.long) return claimed;
        value += 8;
        return value <= next ? uint64(view, value - 8) : Number.NaN;
      };
      // In this order, and only those that are all ones.
      return [take(short[0]), take(short[1]), take(short[2])];
    }
    field = next;
  }
  return undefined;
}

/**
 * Reads an archive's directory.
 * @param directory - Its bytes, as `findDirectory` placed them.
 * @throws FormatError if it is damaged, names an entry twice, has one of another compression or
 * beyond the archive, or claims more than its packed bytes can hold (a zip bomb).
 */
export function parseDirectory(
  directory: Uint8Array,
  { count, byteLength, where }: { count: number; byteLength: number; where: string },
): ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let claimed = 0;
  let at = 0;
  for (let left = count; left > 0; left--) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw zipError(where, 'a directory that is not where it should be');
    }
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > directory.length) throw zipError(where, 'a directory that is cut short');
    const name = new TextDecoder().decode(directory.subarray(at + 46, nameEnd));
    if (names.has(name)) throw zipError(where, `two entries named '${name}'`);
    names.add(name);
    if (view.getUint16(at + 8, true) & 1) throw zipError(where, `the encrypted entry '${name}'`);
    const method = view.getUint16(at + 10, true);
    if (method !== 0 && method !== 8) {
      throw zipError(where, `compression method ${method} in '${name}'`);
    }
    const [size, packedSize, localAt] =
      placeOf(view, at, { start: nameEnd, end: extraEnd }) ??
      ([Number.NaN, Number.NaN, Number.NaN] as const);
    if (!(localAt + ZIP_LOCAL_BYTES + packedSize <= byteLength)) {
      throw zipError(where, `the entry '${name}' beyond the end of its ${byteLength} bytes`);
    }
    if (method === 0 && size !== packedSize) {
      throw zipError(where, `two sizes of the stored '${name}', ${size} and ${packedSize}`);
    }
    // Asked for each and for all: entries may share their packed bytes.
    claimed += size;
    const most = MAX_EXPANSION * Math.min(packedSize + 1, byteLength);
    if (!(size <= most && claimed <= MAX_EXPANSION * byteLength)) {
      throw zipError(where, `'${name}' that claims ${size} bytes from ${packedSize} (a zip bomb)`);
    }
    if (size > MAX_CONTENT) {
      throw new FormatError(
        `${where}: expected arrays of at most ${MAX_CONTENT} bytes, got '${name}' of ${size}; save it in parts, or as float32`,
      );
    }
    entries.push({
      name,
      method: method === 0 ? 'stored' : 'deflated',
      packedSize,
      size,
      crc: view.getUint32(at + 16, true),
      localAt,
    });
    at = next;
  }
  return entries;
}

/**
 * Where an entry's content begins, which only its own header tells.
 * @param header - The archive's `ZIP_LOCAL_BYTES` at `entry.localAt`.
 * @throws FormatError if no header is there, or the content would end beyond the archive.
 */
export function contentStart(
  header: Uint8Array,
  entry: ZipEntry,
  { byteLength, where }: { byteLength: number; where: string },
): number {
  const view = viewOf(header);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw zipError(where, `no entry where '${entry.name}' should begin`);
  }
  const start =
    entry.localAt + ZIP_LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packedSize > byteLength) {
    throw zipError(where, `the entry '${entry.name}' beyond the end of its ${byteLength} bytes`);
  }
  return start;
}
