import type { SchemaElement } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';

import { fromHalves } from '../elements.ts';
import { decodeHybrid } from './hybrid.ts';
import { UnreadError } from './unread-error.ts';

/** A column's values: single precision where it is stored so, otherwise doubles; or text. */
export type ParquetValues = Float32Array | Float64Array | readonly string[];

/** What values lie in, and how many they are. */
interface Encoded {
  readonly bytes: Uint8Array;
  readonly encoding: string;
  readonly count: number;
}

/** Bytes of a value in plain form; 0 for bits, 4 at least for text. */
const WIDTHS: Readonly<Record<string, number>> = {
  BOOLEAN: 0,
  INT32: 4,
  INT64: 8,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: 4,
  FIXED_LEN_BYTE_ARRAY: 2,
};
/** Writers use blocks of 128 to 2048; a claimed one is allocated by the reader. */
const MAX_DELTA_BLOCK = 1 << 16;

/** What a column's values are to Temper; undefined for those it has no use for (dates, decimals, …). */
export function valuesKind(element: SchemaElement): 'number' | 'single' | 'text' | undefined {
  const { type, type_length: length, converted_type: converted, logical_type: logical } = element;
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    return length === 2 && logical?.type === 'FLOAT16' ? 'single' : undefined;
  }
  if (type === 'FLOAT') return 'single';
  if (type === 'BYTE_ARRAY') {
    return converted === 'UTF8' || logical?.type === 'STRING' ? 'text' : undefined;
  }
  if (type === undefined || type === 'INT96') return undefined;
  const isInteger = converted?.startsWith('INT_') ?? converted?.startsWith('UINT_');
  const isPlain = converted === undefined && logical === undefined;
  return isPlain || isInteger === true || isUnsigned(element) || logical?.type === 'INTEGER'
    ? 'number'
    : undefined;
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return (
    converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned)
  );
}

/**
 * Decodes the values of a page.
 * @param dictionary - What the indices of a dictionary encoding stand for.
 * @throws Error saying what is wrong with the page; nothing is allocated that its bytes do not justify,
 * or its number of values, which the caller bounds.
 */
export function decodeValues(
  { bytes, encoding, count }: Encoded,
  element: SchemaElement,
  dictionary: ParquetValues | undefined,
): ParquetValues {
  if (encoding === 'PLAIN') return decodePlain(bytes, element, count);
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (dictionary === undefined) throw new RangeError('a page without its dictionary');
    if (count === 0) return dictionary.slice(0, 0);
    const place = { start: 1, end: bytes.length, width: bytes[0] ?? 0 };
    return lookUp(dictionary, decodeHybrid(bytes, place, new Int32Array(count)));
  }
  if (encoding === 'RLE' && element.type === 'BOOLEAN') {
    const place = { start: 4, end: bytes.length, width: 1 };
    return Float64Array.from(decodeHybrid(bytes, place, new Uint8Array(count)));
  }
  if (encoding === 'BYTE_STREAM_SPLIT') {
    return decodePlain(joinStreams(bytes, count), element, count);
  }
  if (encoding === 'DELTA_BINARY_PACKED') return decodeDelta(bytes, element, count);
  throw new UnreadError(
    `expected a default encoding, got ${encoding}; write it without column_encoding`,
  );
}

function lookUp(dictionary: ParquetValues, indices: Int32Array): ParquetValues {
  const size = dictionary.length;
  // Indices are at least 0: they have at most 24 bits.
  const beyond = indices.findIndex((index) => index >= size);
  if (beyond >= 0) {
    throw new RangeError(`the index ${indices[beyond]!} into a dictionary of ${size}`);
  }
  if (isText(dictionary)) return Array.from(indices, (index) => dictionary[index]!);
  const values =
    dictionary instanceof Float32Array
      ? new Float32Array(indices.length)
      : new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) values[i] = dictionary[indices[i]!]!;
  return values;
}

/** Whether values are text. */
export function isText(values: ParquetValues): values is readonly string[] {
  return Array.isArray(values);
}

/** The first bytes of all values, then their second bytes, and so on, put together again. */
function joinStreams(bytes: Uint8Array, count: number): Uint8Array {
  const width = bytes.length / count;
  if (!Number.isInteger(width)) throw new RangeError('streams of bytes of different lengths');
  const joined = new Uint8Array(bytes.length);
  for (let stream = 0; stream < width; stream++) {
    for (let i = 0; i < count; i++) joined[i * width + stream] = bytes[stream * count + i]!;
  }
  return joined;
}

function decodePlain(bytes: Uint8Array, element: SchemaElement, count: number): ParquetValues {
  const { type } = element;
  const width = WIDTHS[type!]!;
  const needed = width === 0 ? Math.ceil(count / 8) : count * width;
  if (needed > bytes.length) {
    throw new RangeError(`a page of ${bytes.length} bytes that claims ${count} values`);
  }
  if (type === 'BOOLEAN') {
    return Float64Array.from({ length: count }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
  }
  if (type === 'BYTE_ARRAY') return decodeTexts(bytes, count);
  const { buffer } = bytes.slice(0, needed);
  if (type === 'FLOAT') return new Float32Array(buffer);
  if (type === 'DOUBLE') return new Float64Array(buffer);
  if (type === 'FIXED_LEN_BYTE_ARRAY') return fromHalves(new Uint16Array(buffer));
  return fromIntegers(
    type === 'INT32' ? new Int32Array(buffer) : new BigInt64Array(buffer),
    element,
  );
}

function decodeTexts(bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  return Array.from({ length: count }, () => {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    if (at > bytes.length) throw new RangeError('a text that ends behind its page');
    return decoder.decode(bytes.subarray(start, at));
  });
}

function decodeDelta(bytes: Uint8Array, element: SchemaElement, count: number): ParquetValues {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  const block = varint();
  const groups = varint();
  if (!(groups > 0 && groups <= block && block <= MAX_DELTA_BLOCK && block % groups === 0)) {
    throw new RangeError(`delta blocks of ${block} values in ${groups} groups`);
  }
  const stored = element.type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (count > 0) deltaBinaryUnpack({ view, offset: 0 }, count, stored);
  return fromIntegers(stored, element);
}

/** Integers as doubles, exact below 2^53. */
function fromIntegers(stored: Int32Array | BigInt64Array, element: SchemaElement): Float64Array {
  if (stored instanceof Int32Array) {
    return Float64Array.from(isUnsigned(element) ? new Uint32Array(stored.buffer) : stored);
  }
  const values = new Float64Array(stored.length);
  for (let i = 0; i < stored.length; i++) values[i] = Number(stored[i]!);
  return values;
}
