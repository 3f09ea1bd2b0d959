import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../base/index.ts';
import { crc32 } from './crc32.ts';
import { gunzip, isGzip } from './gzip.ts';

const content = Uint8Array.from({ length: 3000 }, (_, i) => Math.imul(i * i, 40503) >>> 9);
const packed = new Uint8Array(gzipSync(content));

/** A copy with one byte changed, counted from the back if negative. */
function damaged(at: number): Uint8Array {
  const copy = packed.slice();
  const index = at < 0 ? copy.length + at : at;
  copy[index]! ^= 0x55;
  return copy;
}

describe('crc32', () => {
  test('gives the check value of the polynomial', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  test('agrees with the checksum zlib writes, for any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const file = gzipSync(bytes);
        expect(crc32(bytes)).toBe(file.readUInt32LE(file.length - 8));
      }),
      { seed: 1 },
    );
  });
});

describe('gunzip', () => {
  test('unpacks what zlib packed', () => {
    expect(isGzip(packed)).toBe(true);
    expect(gunzip(packed)).toEqual(content);
    expect(gunzip(new Uint8Array(gzipSync(new Uint8Array(0))))).toHaveLength(0);
  });

  test('reads a part of a larger buffer', () => {
    const larger = new Uint8Array(packed.length + 20);
    larger.set(packed, 7);
    expect(gunzip(larger.subarray(7, 7 + packed.length))).toEqual(content);
  });

  test.each([
    ['bytes that are no gzip', content, /train.gz: .* do not begin with 1f 8b/],
    ['no bytes', new Uint8Array(0), /do not begin with 1f 8b/],
    ['a file of a few bytes', packed.slice(0, 12), /got only 12 bytes/],
    [
      'a changed byte in the data',
      damaged(packed.length >> 1),
      /does not unpack|CRC-32|where it claims/,
    ],
    ['a changed checksum', damaged(-5), /CRC-32 that does not match/],
    ['a changed length', damaged(-4), /where it claims/],
    ['an impossible length', damaged(-1), /a trailer that claims/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => gunzip(bytes, 'train.gz')).toThrow(FormatError);
    expect(() => gunzip(bytes, 'train.gz')).toThrow(message);
  });

  test('refuses a file cut short anywhere', () => {
    for (let length = 0; length < packed.length; length += 37) {
      expect(() => gunzip(packed.subarray(0, length))).toThrow(FormatError);
    }
  });
});
