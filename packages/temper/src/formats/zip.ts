import { inflateSync, zipSync } from 'fflate';

import { FormatError } from '../base/index.ts';
import { crc32 } from './crc32.ts';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** The earliest time a zip can say. fflate reads it back in local time, which is thus always this. */
const FIXED_TIME = new Date(1980, 0, 1);

/** Where the record that ends an archive begins: searched from the back, for a comment may follow it. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return -1;
}

/**
 * Unpacks a zip archive, stored or deflated, and checks every entry's length and CRC-32 (which
 * fflate's own reader does not).
 * @returns Contents by name, in the archive's order.
 * @throws FormatError if the archive is cut short, damaged, in zip64 form (4 GiB and more), or names
 * an entry twice.
 */
export function readZip(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const failed = (what: string, cause?: unknown): FormatError =>
    new FormatError(
      `${where}: expected an intact zip archive, got ${what}; fetch or write it again`,
      { cause },
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end < 0) throw failed('no end-of-archive record');
  const contents = new Map<string, Uint8Array>();
  try {
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== ENTRY_SIGNATURE)
        throw failed('a directory that is not where it should be');
      const nameLength = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      const local = view.getUint32(at + 42, true);
      if (view.getUint32(local, true) !== LOCAL_SIGNATURE)
        throw failed(`no entry where '${name}' should begin`);
      const start =
        local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const packed = bytes.subarray(start, start + view.getUint32(at + 20, true));
      const method = view.getUint16(at + 10, true);
      if (method !== STORED && method !== DEFLATED)
        throw failed(`compression method ${method} in '${name}'`);
      // A wrong length shows in the checksum.
      const out = new Uint8Array(method === DEFLATED ? view.getUint32(at + 24, true) : 0);
      const content = method === DEFLATED ? inflateSync(packed, { out }) : packed;
      if (crc32(content) !== view.getUint32(at + 16, true))
        throw failed(`a CRC-32 that does not match in '${name}'`);
      if (contents.has(name)) throw failed(`two entries named '${name}'`);
      contents.set(name, content);
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw failed(`bytes that do not unpack (${(cause as Error).message})`, cause);
  }
  return contents;
}

/** Packs contents by name, in the given order; the same bytes every time. */
export function writeZip(contents: ReadonlyMap<string, Uint8Array>, compress: boolean): Uint8Array {
  return zipSync(Object.fromEntries(contents), { level: compress ? 6 : 0, mtime: FIXED_TIME });
}
