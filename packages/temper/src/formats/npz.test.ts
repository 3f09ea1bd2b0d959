import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGolden } from '../../test/support/analysis.ts';
import {
  anyTensor,
  type DescribedTensor,
  describedTensor,
  fromBase64,
  rawBytes,
} from '../../test/support/tensors.ts';
import { FormatError } from '../base/index.ts';
import { type HostTensor, hostTensor } from '../tensor/index.ts';
import { encodeNpz, parseNpz } from './npz.ts';
import { writeZip } from './zip.ts';

const golden = readGolden('formats') as {
  readonly npz: Readonly<Record<string, DescribedTensor>>;
  readonly npzStored: string;
  readonly npzDeflated: string;
};
const arrays = new Map<string, HostTensor>([
  ['logits', hostTensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4))],
  ['labels', hostTensor('int32', [2], Int32Array.of(0, 1))],
]);

describe('parseNpz', () => {
  test.each(['npzStored', 'npzDeflated'] as const)('reads what NumPy wrote: %s', (kind) => {
    const expected = Object.entries(golden.npz).map(([name, array]) => [
      name,
      describedTensor(array),
    ]);
    expect([...parseNpz(fromBase64(golden[kind]))]).toEqual(expected);
  });

  test('reads what encodeNpz writes, stored and deflated', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(names, anyTensor(), fc.boolean(), (keys, tensor, compress) => {
        const file = encodeNpz(new Map(keys.map((key) => [key, tensor])), { compress });
        const back = [...parseNpz(file)].map(([name, array]) => [name, rawBytes(array)]);
        expect(back).toEqual(keys.map((key) => [key, rawBytes(tensor)]));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  const valid = encodeNpz(arrays);
  const deflated = encodeNpz(arrays, { compress: true });
  /** A copy with one byte changed. */
  const damaged = (bytes: Uint8Array, at: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at]! ^= 0x55;
    return copy;
  };
  const directory = new DataView(valid.buffer).getUint32(valid.length - 6, true);

  test.each([
    [
      'no bytes',
      new Uint8Array(0),
      'p.npz: expected an intact zip archive, got no end-of-archive record',
    ],
    ['a file cut short', valid.slice(0, -30), 'no end-of-archive record'],
    [
      'a changed byte of a stored array',
      damaged(valid, 180),
      "a CRC-32 that does not match in 'logits.npy'",
    ],
    ['a changed checksum', damaged(valid, directory + 16), 'a CRC-32 that does not match'],
    [
      'a changed directory',
      damaged(valid, directory),
      'a directory that is not where it should be',
    ],
    ['a changed entry', damaged(valid, 0), "no entry where 'logits.npy' should begin"],
    [
      'another compression',
      damaged(valid, directory + 10),
      "compression method 85 in 'logits.npy'",
    ],
    ['a directory beyond the end', damaged(valid, valid.length - 3), 'bytes that do not unpack'],
    [
      'an entry that is no array',
      writeZip(new Map([['a.txt', Uint8Array.of(1)]]), false),
      "expected every entry to be a .npy array, got 'a.txt'",
    ],
    [
      'an array that is none',
      writeZip(new Map([['a.npy', Uint8Array.of(1)]]), false),
      "p.npz, array 'a': expected an array saved by numpy.save",
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpz(bytes, 'p.npz')).toThrow(FormatError);
    expect(() => parseNpz(bytes, 'p.npz')).toThrow(message);
  });

  test('refuses a name that comes twice', () => {
    const twin = new Map([...arrays.keys()].map((_, i) => [`a${i}`, arrays.get('labels')!]));
    const bytes = encodeNpz(twin);
    const start = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    // The second name, in the directory: after the first entry of 46 bytes and 6 of name.
    bytes[start + 46 + 6 + 46 + 1] = '0'.charCodeAt(0);
    expect(() => parseNpz(bytes)).toThrow("two entries named 'a0.npy'");
  });

  test('never returns other values when any byte of a deflated file changes', () => {
    const original = [...parseNpz(deflated)].map(([name, array]) => [name, rawBytes(array)]);
    for (let at = 0; at < deflated.length; at++) {
      let back: unknown;
      try {
        back = [...parseNpz(damaged(deflated, at))].map(([name, array]) => [name, rawBytes(array)]);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        continue;
      }
      // Bytes without meaning here (times, versions) may change; names may not be checked, values are.
      expect((back as unknown[][]).map((entry) => entry[1])).toEqual(
        original.map((entry) => entry[1]),
      );
    }
  });
});

describe('encodeNpz', () => {
  test('writes the same bytes every time', () => {
    expect(encodeNpz(arrays)).toEqual(encodeNpz(arrays));
    expect([...encodeNpz(arrays).subarray(10, 14)]).toEqual([0, 0, 0x21, 0]);
  });

  test('deflates only when told to', () => {
    const zeros = new Map([['z', hostTensor('float32', [1000], new Float32Array(1000))]]);
    expect(encodeNpz(zeros).length).toBeGreaterThan(4000);
    expect(encodeNpz(zeros, { compress: true }).length).toBeLessThan(400);
  });
});
