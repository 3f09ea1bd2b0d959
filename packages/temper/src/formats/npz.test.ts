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
import { bytesSource } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import { encodeNpz, openNpz, parseNpz } from './npz.ts';
import { rowBlocks } from './row-blocks.ts';
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
    ['a directory beyond the end', damaged(valid, valid.length - 3), 'a directory beyond the end'],
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

  test('reads only the arrays asked for', () => {
    expect([...parseNpz(valid, 'p.npz', { names: ['labels', 'none'] }).keys()]).toEqual(['labels']);
    // A damaged array that nobody asked for is nobody's trouble.
    expect(parseNpz(damaged(valid, 180), 'p.npz', { names: ['labels'] }).size).toBe(1);
  });

  test('refuses a size beyond what the packed bytes can hold, before allocating it', () => {
    const bomb = deflated.slice();
    const view = new DataView(bomb.buffer);
    const start = view.getUint32(bomb.length - 6, true);
    view.setUint32(start + 24, 0xfffffff0, true);
    expect(() => parseNpz(bomb, 'p.npz')).toThrow(
      /'logits.npy' that claims 4294967280 bytes from \d+ \(a zip bomb\)/,
    );
  });

  test('refuses many entries that share their packed bytes to unfold again and again', () => {
    const zeros = hostTensor('uint8', [60_000], new Uint8Array(60_000));
    const bytes = encodeNpz(new Map([['a', zeros]]), { compress: true });
    const start = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    const entry = bytes.subarray(start, bytes.length - 22);
    const end = bytes.slice(-22);
    const copies = Array.from({ length: 200 }, (_, i) => {
      const copy = entry.slice();
      copy[46] = 0x41 + (i % 26);
      copy[47] = 0x41 + Math.floor(i / 26);
      return copy;
    });
    const view = new DataView(end.buffer);
    view.setUint16(10, copies.length, true);
    view.setUint32(12, copies.length * entry.length, true);
    const bomb = Uint8Array.from(
      [bytes.subarray(0, start), ...copies, end].flatMap((part) => [...part]),
    );
    expect(() => parseNpz(bomb, 'p.npz')).toThrow('(a zip bomb)');
  });

  test('reads sizes and places from zip64 fields, as NumPy writes them for large arrays', () => {
    expect([...parseNpz(asZip64(valid))].map(([name, array]) => [name, rawBytes(array)])).toEqual(
      [...parseNpz(valid)].map(([name, array]) => [name, rawBytes(array)]),
    );
  });

  test('refuses an array of more bytes than one typed array holds', () => {
    const file = asZip64(valid);
    const view = new DataView(file.buffer);
    const start = Number(view.getBigUint64(file.length - 22 - 20 - 56 + 48, true));
    // The field behind the first entry's name: 46 + 'logits.npy' + its head of 4.
    const field = start + 46 + 10 + 4;
    view.setBigUint64(field, 2n ** 33n, true);
    view.setBigUint64(field + 8, 2n ** 33n, true);
    expect(() => parseNpz(file, 'p.npz')).toThrow("the entry 'logits.npy' beyond the end");
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

/** The same archive with every size and place in zip64 fields. */
function asZip64(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  const start = view.getUint32(bytes.length - 6, true);
  const count = view.getUint16(bytes.length - 12, true);
  const directory: number[] = [];
  for (let at = start, left = count; left > 0; left--) {
    const length = 46 + view.getUint16(at + 28, true);
    const entry = bytes.slice(at, at + length);
    const short = new DataView(entry.buffer);
    const field = new DataView(new ArrayBuffer(28));
    field.setUint16(0, 1, true);
    field.setUint16(2, 24, true);
    [24, 20, 42].forEach((place, i) => {
      field.setBigUint64(4 + 8 * i, BigInt(short.getUint32(place, true)), true);
      short.setUint32(place, 0xffffffff, true);
    });
    short.setUint16(30, 28, true);
    directory.push(...entry, ...new Uint8Array(field.buffer));
    at += length;
  }
  const record = new DataView(new ArrayBuffer(56 + 20 + 22));
  record.setUint32(0, 0x06064b50, true);
  record.setBigUint64(32, BigInt(count), true);
  record.setBigUint64(40, BigInt(directory.length), true);
  record.setBigUint64(48, BigInt(start), true);
  record.setUint32(56, 0x07064b50, true);
  record.setBigUint64(64, BigInt(start + directory.length), true);
  record.setUint32(76, 0x06054b50, true);
  record.setUint16(86, 0xffff, true);
  record.setUint32(88, 0xffffffff, true);
  record.setUint32(92, 0xffffffff, true);
  return Uint8Array.from([
    ...bytes.subarray(0, start),
    ...directory,
    ...new Uint8Array(record.buffer),
  ]);
}

describe('openNpz', () => {
  test.each([false, true])('gives the rows that parseNpz reads, deflated: %s', async (compress) => {
    const data = Float64Array.from({ length: 600_000 }, (_, i) => Math.fround(i % 977));
    const file = encodeNpz(new Map([['logits', hostTensor('float64', [200_000, 3], data)]]), {
      compress,
    });
    const arrays = await openNpz(bytesSource(file), 'p.npz');
    const rows: number[] = [];
    let at = 0;
    for await (const block of rowBlocks(arrays.get('logits')!, 'p.npz')) {
      rows.push(block.shape[0]!);
      for (const value of block.data)
        if (value !== data[at++]) throw new Error(`element ${at - 1}`);
    }
    expect(at).toBe(data.length);
    expect(rows.length).toBeGreaterThan(1);
  });

  test('finds damage when it reaches the end', async () => {
    const data = new Float64Array(600_000);
    const file = encodeNpz(new Map([['logits', hostTensor('float64', [200_000, 3], data)]]));
    file[4_700_000]! ^= 1;
    const opened = await openNpz(bytesSource(file), 'p.npz');
    const read = async (): Promise<void> => {
      for await (const block of rowBlocks(opened.get('logits')!, 'p.npz'))
        expect(block.shape[1]).toBe(3);
    };
    await expect(read()).rejects.toThrow("a CRC-32 that does not match in 'logits.npy'");
  });

  test('refuses a shape that its bytes do not fill, before allocating it', async () => {
    const file = encodeNpz(new Map([['a', hostTensor('uint8', [11], new Uint8Array(11))]]));
    const text = new TextDecoder('latin1').decode(file);
    const at = text.indexOf('(11,)');
    file.set(new TextEncoder().encode('(99,)'), at);
    const view = new DataView(file.buffer);
    const start = view.getUint32(file.length - 6, true);
    const content = file.subarray(30 + 5, 30 + 5 + view.getUint32(start + 20, true));
    view.setUint32(start + 16, crc32(content), true);
    await expect(openNpz(bytesSource(file), 'p.npz')).rejects.toThrow(
      "p.npz, array 'a': expected 99 bytes for shape [99], got 11",
    );
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
