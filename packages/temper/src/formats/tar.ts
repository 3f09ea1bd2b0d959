import { FormatError } from '../base/index.ts';

/** Headers and contents begin at multiples of this. */
const BLOCK = 512;
/** Where the fields of a header lie. */
const CHECKSUM = { at: 148, length: 8 } as const;
const TYPE = 156;
const UTF8 = new TextDecoder();

/** A regular file in a tar archive. */
export interface TarEntry {
  /** Path inside the archive, as it is written there. */
  readonly name: string;
  /** Content; shares the memory of the archive. */
  readonly data: Uint8Array;
}

/** What an extended header says of the entry behind it. */
interface Extension {
  path?: string;
  linkpath?: string;
  size?: number;
}

/** Text up to the first NUL. */
function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return UTF8.decode(end < 0 ? field : field.subarray(0, end));
}

/** A number in octal digits or, where its first bit is set, GNU's base 256; NaN for anything else. */
function numberOf(field: Uint8Array): number {
  if (field[0]! & 0x80) {
    return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, field[0]! & 0x7f);
  }
  const text = textOf(field).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : Number.NaN;
}

/** Whether a block's bytes add up to what it claims, its checksum counted as spaces. */
function isHeader(block: Uint8Array): boolean {
  let sum = CHECKSUM.length * 0x20;
  for (let i = 0; i < BLOCK; i++) {
    if (i < CHECKSUM.at || i >= CHECKSUM.at + CHECKSUM.length) sum += block[i]!;
  }
  return sum === numberOf(block.subarray(CHECKSUM.at, CHECKSUM.at + CHECKSUM.length));
}

/** The name in the header itself; ustar splits long ones at a slash, and only it has a prefix. */
function headerName(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  // POSIX ends the magic word with NUL; GNU ends it with a space, and keeps times where the prefix is.
  const isUstar = textOf(header.subarray(257, 263)) === 'ustar';
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The records `length key=value\n` of a pax header that decide names and sizes. */
function parsePax(data: Uint8Array): Extension {
  const extension: Extension = {};
  for (let at = 0; at < data.length;) {
    const length = Number.parseInt(textOf(data.subarray(at, at + 20)), 10);
    if (!(length > 0)) break;
    const record = UTF8.decode(data.subarray(at, at + length - 1));
    const [, key, value = ''] = /^\d+ ([^=]*)=(.*)$/s.exec(record) ?? [];
    if (key === 'path' || key === 'linkpath') extension[key] = value;
    if (key === 'size') extension.size = Number(value);
    at += length;
  }
  return extension;
}

/**
 * Reads the regular files of a tar archive: ustar, pax, or GNU's with long names. A hard link is the
 * file it links to; folders, symbolic links and devices are passed over.
 * @param where - What the bytes are, to begin an error's message with.
 * @returns Entries in the archive's order, their contents views of `bytes`.
 * @throws FormatError if the bytes are no tar archive, a header fails its checksum, the archive is cut
 * short, or holds a sparse file.
 *
 * References: IEEE Std 1003.1, pax, "ustar Interchange Format" and "pax Interchange Format".
 * <https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html>
 */
export function parseTar(bytes: Uint8Array, where = 'parseTar'): TarEntry[] {
  const failed = (what: string): FormatError =>
    new FormatError(
      `${where}: expected an intact tar archive, got ${what}; fetch or write it again`,
    );
  const entries: TarEntry[] = [];
  const contents = new Map<string, Uint8Array>();
  const add = (name: string, data: Uint8Array): void => {
    entries.push({ name, data });
    contents.set(name, data);
  };
  let extension: Extension = {};
  for (let at = 0; ;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw failed(`one cut short after ${bytes.length} bytes`);
    // Two empty blocks end an archive; the first one says enough.
    if (header.every((byte) => byte === 0)) return entries;
    if (!isHeader(header)) {
      throw failed(
        at === 0 ? 'other bytes' : `a header whose checksum does not match at byte ${at}`,
      );
    }
    const type = String.fromCharCode(header[TYPE]!);
    const name = extension.path ?? headerName(header);
    const size = extension.size ?? numberOf(header.subarray(124, 136));
    if (!Number.isSafeInteger(size)) throw failed(`no size of '${name}'`);
    const start = at + BLOCK;
    const data = bytes.subarray(start, start + size);
    if (data.length < size) {
      throw failed(`one cut short in '${name}', ${data.length} of its ${size} bytes`);
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    // Extended headers speak of the next entry that is none.
    if (type === 'L') extension.path = textOf(data);
    else if (type === 'K') extension.linkpath = textOf(data);
    else if (type === 'x') extension = { ...extension, ...parsePax(data) };
    else if (type !== 'g') {
      const link = extension.linkpath ?? textOf(header.subarray(157, 257));
      extension = {};
      if (type === 'S') throw failed(`the sparse file '${name}'`);
      // Before ustar, a folder was a file whose name ends in a slash.
      if (['0', '\0', '7'].includes(type) && !name.endsWith('/')) add(name, data);
      if (type === '1') {
        const linked = contents.get(link);
        if (linked === undefined) throw failed(`'${name}' linked to the missing '${link}'`);
        add(name, linked);
      }
    }
  }
}
