import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError, ShapeError } from '../base/index.ts';
import { hostTensor, sizeOf } from '../tensor/index.ts';
import { encodeIdx, parseIdx } from './idx.ts';

/** Written by hand after the format's description: three labels. */
const LABELS = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1);
/** Two images of one row and three columns. */
const IMAGES = Uint8Array.of(
  ...[0, 0, 8, 3],
  ...[0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3],
  ...[10, 20, 30, 40, 50, 255],
);

describe('parseIdx', () => {
  test('reads labels and images', () => {
    expect(parseIdx(LABELS)).toEqual(hostTensor('uint8', [3], Uint8Array.of(7, 2, 1)));
    expect(parseIdx(IMAGES).shape).toEqual([2, 1, 3]);
    expect([...parseIdx(IMAGES).data]).toEqual([10, 20, 30, 40, 50, 255]);
  });

  test('takes sizes as big-endian', () => {
    const bytes = new Uint8Array(8 + 0x0102);
    bytes.set([0, 0, 8, 1, 0, 0, 1, 2]);
    expect(parseIdx(bytes).shape).toEqual([0x0102]);
  });

  test('reads what encodeIdx writes, for any shape', () => {
    const shapes = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.nat(255), (shape, start) => {
        const data = Uint8Array.from({ length: sizeOf(shape) }, (_, i) => start + 31 * i);
        const tensor = hostTensor('uint8', shape, data);
        expect(parseIdx(encodeIdx(tensor))).toEqual(tensor);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ['no bytes', [], 'labels: expected an IDX magic number 00 00 08 and a rank, got no bytes'],
    ['another magic number', [1, 0, 8, 1, 0, 0, 0, 0], 'got 01 00 08 01'],
    ['floats', [0, 0, 0x0d, 1, 0, 0, 0, 0], 'unsigned bytes'],
    ['rank 0', [0, 0, 8, 0, 5], 'got 00 00 08 00'],
    ['a gzip file', [0x1f, 0x8b, 8, 0, 0, 0], 'it is gzip: unpack it first'],
    ['half a header', [...IMAGES.subarray(0, 9)], 'expected an IDX header of 16 bytes, got 9'],
    [
      'missing bytes',
      [...LABELS.subarray(0, 10)],
      'expected 3 bytes after the header of shape [3], got 2: it is cut short',
    ],
    ['trailing bytes', [...LABELS, 0], 'got 4: bytes trail the data'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(Uint8Array.from(bytes), 'labels')).toThrow(FormatError);
    expect(() => parseIdx(Uint8Array.from(bytes), 'labels')).toThrow(message);
  });
});

describe('encodeIdx', () => {
  test('writes the bytes of the description', () => {
    expect(encodeIdx(hostTensor('uint8', [3], Uint8Array.of(7, 2, 1)))).toEqual(LABELS);
  });

  test('refuses a scalar, which has no IDX form', () => {
    expect(() => encodeIdx(hostTensor('uint8', [], Uint8Array.of(1)))).toThrow(ShapeError);
  });
});
