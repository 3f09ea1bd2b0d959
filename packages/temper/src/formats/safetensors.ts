import { FormatError } from '../base/index.ts';
import {
  bytesPerElement,
  type DType,
  type HostTensor,
  hostTensor,
  sizeOf,
} from '../tensor/index.ts';
import { type ByteSource, sourcePieces } from './byte-source.ts';
import { bytesOf, storedElements, type StoredType } from './elements.ts';
import type { StoredArray } from './row-blocks.ts';

const NAMES: Readonly<Record<DType, string>> = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
};
const TYPES: ReadonlyMap<string, Omit<StoredType, 'bigEndian'>> = new Map([
  ['F64', { kind: 'float', width: 8 }],
  ['F32', { kind: 'float', width: 4 }],
  ['F16', { kind: 'float', width: 2 }],
  ['BF16', { kind: 'bfloat', width: 2 }],
  ['I64', { kind: 'int', width: 8 }],
  ['I32', { kind: 'int', width: 4 }],
  ['I16', { kind: 'int', width: 2 }],
  ['I8', { kind: 'int', width: 1 }],
  ['U64', { kind: 'uint', width: 8 }],
  ['U32', { kind: 'uint', width: 4 }],
  ['U16', { kind: 'uint', width: 2 }],
  ['U8', { kind: 'uint', width: 1 }],
  ['BOOL', { kind: 'bool', width: 1 }],
]);
const METADATA = '__metadata__';
/** The reference implementation refuses longer headers too: a length read from other bytes is often huge. */
const MAX_HEADER = 100_000_000;

/** What a safetensors file holds: named tensors and a map of free text. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, HostTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

interface Entry {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A header, and where the data behind it begins. */
interface Header {
  /** In the order of their data. */
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly dataStart: number;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The length of a header, from the file's first bytes. */
function headerLength(start: Uint8Array, byteLength: number, where: string): number {
  if (start.length < 8) {
    throw new FormatError(
      `${where}: expected at least 8 bytes, got ${start.length}; fetch or write it again`,
    );
  }
  const length = Number(new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true));
  if (length < 2 || length > MAX_HEADER) {
    throw new FormatError(
      `${where}: expected a header of 2 to ${MAX_HEADER} bytes, got a length of ${length}; is it a safetensors file?`,
    );
  }
  if (8 + length > byteLength) {
    throw new FormatError(
      `${where}: expected a header of ${length} bytes, got ${byteLength - 8}: it is cut short; fetch or write it again`,
    );
  }
  return length;
}

function parseJson(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(`${where}: expected a header in JSON, got ${(cause as Error).message}`, {
      cause,
    });
  }
  if (!isRecord(header)) throw new FormatError(`${where}: expected the header to be a JSON object`);
  return header;
}

/** A value of the header for a message, not longer than one can read. */
function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100);
}

function parseEntry(name: string, value: unknown, where: string): Entry {
  const wrong = (what: string): FormatError =>
    new FormatError(`${where}, tensor '${name}': expected ${what}`);
  if (!isRecord(value))
    throw wrong(`an object with dtype, shape and data_offsets, got ${quoted(value)}`);
  const { dtype: dtypeName, shape, data_offsets: offsets } = value;
  const type = typeof dtypeName === 'string' ? TYPES.get(dtypeName) : undefined;
  if (type === undefined) {
    throw wrong(
      `dtype ${[...TYPES.keys()].join(', ')}, got ${quoted(dtypeName)}; convert it before saving`,
    );
  }
  if (!isSizes(shape)) throw wrong(`shape to be whole numbers, got ${quoted(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw wrong(`data_offsets to be two whole numbers, got ${quoted(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  return { name, type: { ...type, bigEndian: false }, shape, begin, end };
}

function parseMetadata(value: unknown, where: string): Map<string, string> {
  if (value === undefined) return new Map();
  const entries = isRecord(value) ? Object.entries(value) : undefined;
  if (!entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw new FormatError(
      `${where}: expected ${METADATA} to map text to text, got ${quoted(value)}`,
    );
  }
  return new Map(entries);
}

/** Checks that the tensors cover the data without gap, overlap or remainder. */
function parseHeader(json: Uint8Array, byteLength: number, where: string): Header {
  const { [METADATA]: metadata, ...described } = parseJson(json, where);
  const dataStart = 8 + json.length;
  const entries = Object.entries(described)
    .map(([name, value]) => parseEntry(name, value, where))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, type, shape, begin, end } of entries) {
    if (begin !== covered || end < begin) {
      throw new FormatError(
        `${where}, tensor '${name}': expected data from byte ${covered} on, without gap or overlap, got ${begin} to ${end}`,
      );
    }
    covered = end;
    const present = Math.min(end, byteLength - dataStart) - begin;
    const count = sizeOf(shape);
    if (present !== count * type.width) {
      throw new FormatError(
        `${where}, tensor '${name}': expected ${count * type.width} bytes for ${count} elements, got ${Math.max(0, present)}: ${end > byteLength - dataStart ? 'it is cut short; fetch' : 'fetch'} or write it again`,
      );
    }
  }
  if (covered !== byteLength - dataStart) {
    throw new FormatError(
      `${where}: expected ${covered} bytes of data, got ${byteLength - dataStart}: bytes trail the tensors`,
    );
  }
  return { entries, metadata: parseMetadata(metadata, where), dataStart };
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes.
 *
 * Strict: the tensors must cover the data without gap, overlap or remainder, and each must have
 * exactly the bytes of its shape. What Temper has no dtype for becomes the next wider one (float16 and
 * bfloat16 are float32, int16 is int32).
 * @param where - What the bytes are, to begin an error's message with.
 * @returns Tensors (copies) in the order of their data, and the metadata.
 * @throws FormatError on any departure from the format, or a dtype Temper cannot read.
 *
 * References: Hugging Face, safetensors, "Format". <https://huggingface.co/docs/safetensors>
 */
export function parseSafetensors(bytes: Uint8Array, where = 'parseSafetensors'): SafetensorsFile {
  const length = headerLength(bytes, bytes.length, where);
  const { entries, metadata, dataStart } = parseHeader(
    bytes.subarray(8, 8 + length),
    bytes.length,
    where,
  );
  const tensors = new Map<string, HostTensor>();
  for (const { name, type, shape, begin, end } of entries) {
    const stored = bytes.subarray(dataStart + begin, dataStart + end);
    const { dtype, data } = storedElements(`${where}, tensor '${name}'`, stored, {
      type,
      count: sizeOf(shape),
    });
    tensors.set(name, hostTensor(dtype, shape, data));
  }
  return { tensors, metadata };
}

/**
 * Opens the tensors of a safetensors file that is read by ranges: their types and shapes are known at
 * once, their elements come as they are asked for.
 * @throws FormatError as `parseSafetensors`.
 */
export async function openSafetensors(
  source: ByteSource,
  where: string,
): Promise<Map<string, StoredArray>> {
  const { byteLength } = source;
  const start = await source.slice(0, Math.min(8, byteLength));
  const length = headerLength(start, byteLength, where);
  const json = await source.slice(8, 8 + length);
  const { entries, dataStart } = parseHeader(json, byteLength, where);
  return new Map(
    entries.map(({ name, type, shape, begin, end }) => {
      const range = { start: dataStart + begin, end: dataStart + end };
      return [name, { type, shape, pieces: sourcePieces(source, range) }];
    }),
  );
}

/** By code units, so that the order depends on no locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Writes a safetensors file; the same bytes for the same content, whatever the order it is given in.
 *
 * Tensors go widest dtype first, then by name, and the data begins at a multiple of 8 bytes: every
 * tensor is aligned to its elements.
 * @throws FormatError if a tensor is named `__metadata__`, which the format keeps for itself.
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  if (tensors.has(METADATA)) {
    throw new FormatError(
      `encodeSafetensors: expected tensor names other than ${METADATA}; rename it`,
    );
  }
  const ordered = [...tensors].sort(
    ([a, { dtype: dtypeA }], [b, { dtype: dtypeB }]) =>
      bytesPerElement(dtypeB) - bytesPerElement(dtypeA) || compareText(a, b),
  );
  // Joined by hand: a JavaScript object would move keys such as "0" to the front.
  const members: string[] = [];
  if (metadata.size > 0) {
    const sorted = [...metadata].sort(([a], [b]) => compareText(a, b));
    members.push(
      `"${METADATA}":{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
    );
  }
  let end = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    const begin = end;
    end += data.byteLength;
    const description = { dtype: NAMES[dtype], shape, data_offsets: [begin, end] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(description)}`);
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const dataStart = 8 + Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + end);
  bytes.fill(0x20, 8 + header.length, dataStart);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.set(header, 8);
  let at = dataStart;
  for (const [, { data }] of ordered) {
    bytes.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return bytes;
}
