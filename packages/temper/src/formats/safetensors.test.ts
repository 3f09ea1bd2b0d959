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
import { hostTensor } from '../tensor/index.ts';
import { encodeSafetensors, parseSafetensors } from './safetensors.ts';

const golden = (
  readGolden('formats') as {
    readonly safetensors: {
      readonly metadata: Readonly<Record<string, string>>;
      readonly tensors: Readonly<Record<string, DescribedTensor>>;
      readonly base64: string;
    };
  }
).safetensors;
const goldenTensors = new Map(
  Object.entries(golden.tensors).map(([name, tensor]) => [name, describedTensor(tensor)]),
);

/** A file of any header and this many zero bytes of data. */
function fileOf(header: unknown, dataLength = 0): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function entry(
  begin: number,
  end: number,
  shape: readonly number[] = [(end - begin) / 4],
): unknown {
  return { dtype: 'F32', shape, data_offsets: [begin, end] };
}

describe('parseSafetensors', () => {
  test('reads what the reference implementation wrote', () => {
    const { tensors, metadata } = parseSafetensors(fromBase64(golden.base64));
    expect(new Map(tensors)).toEqual(goldenTensors);
    expect(Object.fromEntries(metadata)).toEqual(golden.metadata);
  });

  test('reads what encodeSafetensors writes, to the bit, whatever the names', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 });
    const tensors = fc.uniqueArray(fc.tuple(text, anyTensor()), {
      maxLength: 4,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(tensors, fc.dictionary(text, text, { maxKeys: 3 }), (entries, metadata) => {
        const file = { tensors: new Map(entries), metadata: new Map(Object.entries(metadata)) };
        const back = parseSafetensors(encodeSafetensors(file));
        expect(Object.fromEntries(back.metadata)).toEqual(metadata);
        expect(back.tensors.size).toBe(entries.length);
        for (const [name, tensor] of entries) {
          expect(rawBytes(back.tensors.get(name)!)).toEqual(rawBytes(tensor));
        }
      }),
      { seed: 1 },
    );
  });

  test('reads a header whose length leaves the data unaligned', () => {
    const bytes = fileOf({ a: entry(0, 4) }, 4);
    expect((bytes.length - 4) % 4).not.toBe(0);
    expect(parseSafetensors(bytes).tensors.get('a')).toEqual(
      hostTensor('float32', [1], Float32Array.of(0)),
    );
  });

  const valid = encodeSafetensors({ tensors: goldenTensors, metadata: new Map() });
  const hugeHeader = valid.slice();
  hugeHeader[7] = 1;

  test.each([
    ['no bytes', new Uint8Array(0), 'c.safetensors: expected at least 8 bytes, got 0'],
    ['an absurd header length', hugeHeader, 'expected a header of 2 to 100000000 bytes'],
    ['an empty header', new Uint8Array(8), 'got a length of 0'],
    ['a header cut short', valid.slice(0, 50), 'it is cut short'],
    ['data cut short', valid.slice(0, -1), 'it is cut short'],
    ['trailing bytes', Uint8Array.of(...valid, 0), 'bytes trail the tensors'],
    ['a header that is no JSON', fileOf('{"a":'), 'expected a header in JSON'],
    ['a header that is no UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 'in JSON'],
    ['a header that is no object', fileOf([]), 'expected the header to be a JSON object'],
    ['an entry that is no object', fileOf({ a: 1 }), "tensor 'a': expected an object with dtype"],
    [
      'a dtype Temper has not',
      fileOf({ a: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 1),
      'got "F8_E4M3"; convert it before saving',
    ],
    [
      'a negative size',
      fileOf({ a: entry(0, 4, [-1]) }, 4),
      'expected shape to be whole numbers, got [-1]',
    ],
    [
      'a fractional size',
      fileOf({ a: entry(0, 4, [0.5]) }, 4),
      'expected shape to be whole numbers',
    ],
    [
      'one offset',
      fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4),
      'expected data_offsets to be two whole numbers',
    ],
    [
      'a gap',
      fileOf({ a: entry(0, 4), b: entry(8, 12) }, 12),
      "tensor 'b': expected data from byte 4 on",
    ],
    [
      'an overlap',
      fileOf({ a: entry(0, 8), b: entry(4, 12) }, 12),
      "tensor 'b': expected data from byte 8 on",
    ],
    [
      'offsets that run backwards',
      fileOf({ a: entry(0, 4), b: entry(4, 0, [1]) }, 4),
      'expected data from byte',
    ],
    ['offsets beyond the data', fileOf({ a: entry(0, 8) }, 4), 'it is cut short'],
    [
      'a shape of another size',
      fileOf({ a: entry(0, 8, [3]) }, 8),
      'expected 12 bytes for 3 elements, got 8',
    ],
    [
      'metadata that is no text',
      fileOf({ __metadata__: { step: 3 } }),
      'expected __metadata__ to map text to text, got {"step":3}',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseSafetensors(bytes, 'c.safetensors')).toThrow(FormatError);
    expect(() => parseSafetensors(bytes, 'c.safetensors')).toThrow(message);
  });
});

describe('encodeSafetensors', () => {
  test('writes the bytes the reference implementation writes', () => {
    const metadata = new Map(Object.entries(golden.metadata));
    const bytes = encodeSafetensors({ tensors: goldenTensors, metadata });
    expect(bytes).toEqual(fromBase64(golden.base64));
  });

  test('writes the same bytes whatever the order it is given in', () => {
    const metadata = new Map([
      ['b', '1'],
      ['a', '2'],
    ]);
    const reversed = {
      tensors: new Map([...goldenTensors].reverse()),
      metadata: new Map([...metadata].reverse()),
    };
    const bytes = encodeSafetensors({ tensors: goldenTensors, metadata });
    expect(encodeSafetensors(reversed)).toEqual(bytes);
  });

  test('refuses the name the format keeps for itself', () => {
    const tensors = new Map([['__metadata__', hostTensor('uint8', [1], Uint8Array.of(1))]]);
    expect(() => encodeSafetensors({ tensors, metadata: new Map() })).toThrow(FormatError);
  });
});
