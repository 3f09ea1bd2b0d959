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
import { encodeNpy, parseNpy } from './npy.ts';

type Saved = DescribedTensor & { readonly base64: string };
const golden = readGolden('formats') as {
  readonly npy: Readonly<Record<string, Saved>>;
  readonly npyFortran: Saved;
  readonly npyVersion2: Saved;
  readonly npyConverted: Readonly<Record<string, Saved>>;
  readonly npyStructured: string;
  readonly npyText: string;
  readonly npyUint64: string;
};
const saved = Object.entries(golden.npy);

describe('parseNpy', () => {
  test.each(saved)('reads what numpy.save wrote: %s', (_, array) => {
    expect(parseNpy(fromBase64(array.base64))).toEqual(describedTensor(array));
  });

  test('turns Fortran order into C order', () => {
    const { base64, ...array } = golden.npyFortran;
    expect(new TextDecoder('latin1').decode(fromBase64(base64))).toContain("'fortran_order': True");
    expect(parseNpy(fromBase64(base64))).toEqual(describedTensor(array));
  });

  test('reads version 2.0, whose header may be longer', () => {
    expect(parseNpy(fromBase64(golden.npyVersion2.base64))).toEqual(
      describedTensor(golden.npyVersion2),
    );
  });

  test('reads what encodeNpy writes, to the bit', () => {
    fc.assert(
      fc.property(anyTensor(), (tensor) => {
        expect(rawBytes(parseNpy(encodeNpy(tensor)))).toEqual(rawBytes(tensor));
      }),
      { seed: 1 },
    );
  });

  test.each(Object.entries(golden.npyConverted))(
    'reads what has no dtype here as a wider one: %s',
    (_, array) => {
      expect(parseNpy(fromBase64(array.base64))).toEqual(describedTensor(array));
    },
  );

  test.each([
    ['a structured array', golden.npyStructured, 'got a structured type'],
    ['text', golden.npyText, "got '<U2'; save it after array.astype('<f4')"],
    [
      'a uint64 beyond int64',
      golden.npyUint64,
      'expected uint64 values below 2^63, got 18446744073709551615 at element 1',
    ],
  ])('refuses %s', (_, base64, message) => {
    expect(() => parseNpy(fromBase64(base64), 'w.npy')).toThrow(FormatError);
    expect(() => parseNpy(fromBase64(base64), 'w.npy')).toThrow(message);
  });

  const valid = encodeNpy(hostTensor('float32', [2], Float32Array.of(1, 2)));
  /** The valid file with bytes put over it from `at` on. */
  const changed = (at: number, ...bytes: number[]): Uint8Array => {
    const copy = valid.slice();
    copy.set(bytes, at);
    return copy;
  };
  const text = (content: string): Uint8Array =>
    changed(10, ...new TextEncoder().encode(content.padEnd(117)));

  test.each([
    ['no bytes', new Uint8Array(0), 'w.npy: expected an array saved by numpy.save'],
    ['another magic number', changed(0, 0x92), 'got other bytes'],
    ['an unknown version', changed(6, 4), 'expected npy version 1 to 3, got 4'],
    ['a header cut short', valid.slice(0, 60), 'expected a header of 128 bytes, got 60'],
    [
      'data cut short',
      valid.slice(0, -1),
      'expected 8 bytes for 2 elements of float32, got 7: it is cut short',
    ],
    ['trailing bytes', Uint8Array.of(...valid, 0), 'got 9: bytes trail the data'],
    [
      'a header without a shape',
      text("{'descr': '<f4', 'fortran_order': False, }"),
      "expected a header with 'descr'",
    ],
    [
      'a negative size',
      text("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }"),
      "expected a header with 'descr'",
    ],
    [
      'a bool that is neither',
      text("{'descr': '|b1', 'fortran_order': False, 'shape': (8,), }"),
      'expected bool bytes to be 0 or 1, got 128 at element 2',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'w.npy')).toThrow(FormatError);
    expect(() => parseNpy(bytes, 'w.npy')).toThrow(message);
  });
});

describe('encodeNpy', () => {
  test.each(saved)('writes the bytes numpy.save writes: %s', (_, array) => {
    expect(encodeNpy(describedTensor(array))).toEqual(fromBase64(array.base64));
  });

  test('writes the elements of a view, not the buffer behind it', () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const whole = hostTensor('float32', [2], Float32Array.of(1, 2));
    expect(encodeNpy(hostTensor('float32', [2], view))).toEqual(encodeNpy(whole));
  });

  test('refuses a shape too long for the header', () => {
    const shape = new Array<number>(40_000).fill(1);
    expect(() => encodeNpy(hostTensor('uint8', shape, Uint8Array.of(1)))).toThrow(FormatError);
  });
});
