import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from './crc32.ts';

describe('crc32', () => {
  test('gives the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  test('agrees with zlib at every alignment and length, in one go and in two', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(8), fc.nat(100), (bytes, skip, cut) => {
        const view = bytes.subarray(skip);
        expect(crc32(view)).toBe(nodeCrc32(view));
        expect(crc32(view.subarray(cut), crc32(view.subarray(0, cut)))).toBe(nodeCrc32(view));
      }),
      { seed: 1 },
    );
  });
});
