import { describe, expect, test } from 'vitest';
import { readGolden } from '../../test/support/analysis.ts';
import { fromBase64 } from '../../test/support/tensors.ts';
import { FormatError } from '../base/index.ts';
import { gunzip } from './gzip.ts';
import { parseTar } from './tar.ts';

const { archives } = readGolden('tar') as {
  readonly archives: Readonly<
    Record<
      'ustar' | 'gnu' | 'pax',
      { readonly tarGz: string; readonly files: readonly (readonly [string, string])[] }
    >
  >;
};
const archiveOf = (format: keyof typeof archives): Uint8Array =>
  gunzip(fromBase64(archives[format].tarGz));
const names = (bytes: Uint8Array): string[] => parseTar(bytes).map(({ name }) => name);

/** An archive with the header of its first entry, a folder, or of another changed, and its checksum put right. */
function withHeader(change: (header: Uint8Array) => void, at = 0): Uint8Array {
  const bytes = archiveOf('ustar').slice();
  const header = bytes.subarray(at, at + 512);
  change(header);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

describe('parseTar', () => {
  test.each(['ustar', 'gnu', 'pax'] as const)(
    'reads the files that tarfile wrote as %s: long names, hard links, empty files',
    (format) => {
      const read = parseTar(archiveOf(format)).map(({ name, data }) => [name, Buffer.from(data)]);
      expect(read).toEqual(
        archives[format].files.map(([name, data]) => [name, Buffer.from(data, 'base64')]),
      );
    },
  );

  test('gives views of the archive, and nothing for an empty one', () => {
    const bytes = archiveOf('ustar');
    expect(parseTar(bytes)[0]!.data.buffer).toBe(bytes.buffer);
    expect(parseTar(new Uint8Array(1024))).toEqual([]);
  });

  test('reads the old form, in which a folder is a file whose name ends in a slash', () => {
    const old = withHeader((header) => {
      header.fill(0, 156, 512);
    });
    expect(names(old)[0]).toBe('train/cat/1.png');
  });

  test('reads sizes in base 256', () => {
    const binary = withHeader((header) => {
      header.fill(0, 124, 136);
      header[124] = 0x80;
      header[135] = 'one'.length;
    }, 512);
    expect(parseTar(binary)).toEqual(parseTar(archiveOf('ustar')));
  });

  test.each([
    ['in a header', 512 + 100],
    ['in a content', 1024 + 1],
    ['between entries', 1536],
    ['before its end', -10_000],
  ])('refuses an archive cut short %s', (_, at) => {
    const bytes = archiveOf('ustar');
    const end = at < 0 ? bytes.findLastIndex((byte) => byte !== 0) + 1 : at;
    expect(() => parseTar(bytes.subarray(0, end), 'pets.tar')).toThrow(FormatError);
    expect(() => parseTar(bytes.subarray(0, end), 'pets.tar')).toThrow(
      /^pets\.tar: expected an intact tar archive, got one cut short .*; fetch or write it again$/,
    );
  });

  test('refuses a header that does not match its checksum, and says where', () => {
    const bytes = archiveOf('ustar').slice();
    bytes[512] = bytes[512]! ^ 1;
    expect(() => parseTar(bytes, 'pets.tar')).toThrow(
      'got a header whose checksum does not match at byte 512',
    );
  });

  test('refuses other bytes', () => {
    expect(() => parseTar(new TextEncoder().encode('PK'.repeat(400)))).toThrow('got other bytes');
    expect(() => parseTar(new Uint8Array(0))).toThrow('cut short after 0 bytes');
  });

  test('refuses a size that is no number, and a sparse file', () => {
    expect(() => parseTar(withHeader((header) => header.fill(0x39, 124, 135)))).toThrow(
      "got no size of 'train/'",
    );
    const sparse = withHeader((header) => {
      header[156] = 'S'.charCodeAt(0);
    });
    expect(() => parseTar(sparse)).toThrow("got the sparse file 'train/'");
  });
});
