import { FormatError } from '../base/index.ts';
import {
  bytesPerElement,
  type DType,
  type HostTensor,
  hostTensor,
  sizeOf,
} from '../tensor/index.ts';
import { bytesOf, elementsOf } from './elements.ts';

const NAMES: Readonly<Record<DType, string>> = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
};
const DTYPES = new Map(Object.entries(NAMES).map(([dtype, name]) => [name, dtype as DType]));
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
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function parseHeader(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length < 2 || length > MAX_HEADER) {
    throw new FormatError(
      `${where}: expected a header of 2 to ${MAX_HEADER} bytes, got a length of ${length}; is it a safetensors file?`,
    );
  }
  if (8 + length > bytes.length) {
    throw new FormatError(
      `${where}: expected a header of ${length} bytes, got ${bytes.length - 8}: it is cut short; fetch or write it again`,
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
  } catch (cause) {
    throw new FormatError(`${where}: expected a header in JSON, got ${(cause as Error).message}`, {
      cause,
    });
  }
  if (!isRecord(header)) throw new FormatError(`${where}: expected the header to be a JSON object`);
  return header;
}

function parseEntry(name: string, value: unknown, where: string): Entry {
  const wrong = (what: string): FormatError =>
    new FormatError(`${where}, tensor '${name}': expected ${what}`);
  if (!isRecord(value))
    throw wrong(`an object with dtype, shape and data_offsets, got ${JSON.stringify(value)}`);
  const { dtype: dtypeName, shape, data_offsets: offsets } = value;
  const dtype = typeof dtypeName === 'string' ? DTYPES.get(dtypeName) : undefined;
  if (dtype === undefined) {
    throw wrong(
      `dtype ${[...DTYPES.keys()].join(', ')}, got ${JSON.stringify(dtypeName)}; convert it before saving`,
    );
  }
  if (!isSizes(shape)) throw wrong(`shape to be whole numbers, got ${JSON.stringify(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw wrong(`data_offsets to be two whole numbers, got ${JSON.stringify(offsets)}`);
  }
  return { name, dtype, shape, begin: offsets[0]!, end: offsets[1]! };
}

function parseMetadata(value: unknown, where: string): Map<string, string> {
  if (value === undefined) return new Map();
  const entries = isRecord(value) ? Object.entries(value) : undefined;
  if (!entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw new FormatError(
      `${where}: expected ${METADATA} to map text to text, got ${JSON.stringify(value)}`,
    );
  }
  return new Map(entries);
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes.
 *
 * Strict: the tensors must cover the data without gap, overlap or remainder, and each must have
 * exactly the bytes of its shape.
 * @param where - What the bytes are, to begin an error's message with.
 * @returns Tensors (copies) in the order of their data, and the metadata.
 * @throws FormatError on any departure from the format, or a dtype Temper has not.
 *
 * References: Hugging Face, safetensors, "Format". <https://huggingface.co/docs/safetensors>
 */
export function parseSafetensors(bytes: Uint8Array, where = 'parseSafetensors'): SafetensorsFile {
  if (bytes.length < 8) {
    throw new FormatError(
      `${where}: expected at least 8 bytes, got ${bytes.length}; fetch or write it again`,
    );
  }
  const { [METADATA]: metadata, ...described } = parseHeader(bytes, where);
  const dataStart =
    8 + Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const data = bytes.subarray(dataStart);
  const entries = Object.entries(described)
    .map(([name, value]) => parseEntry(name, value, where))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  const tensors = new Map<string, HostTensor>();
  let covered = 0;
  for (const { name, dtype, shape, begin, end } of entries) {
    if (begin !== covered || end < begin) {
      throw new FormatError(
        `${where}, tensor '${name}': expected data from byte ${covered} on, without gap or overlap, got ${begin} to ${end}`,
      );
    }
    const stored = data.subarray(begin, end);
    const content = elementsOf(`${where}, tensor '${name}'`, stored, {
      dtype,
      count: sizeOf(shape),
    });
    tensors.set(name, hostTensor(dtype, shape, content));
    covered = end;
  }
  if (covered !== data.length) {
    throw new FormatError(
      `${where}: expected ${covered} bytes of data, got ${data.length}: bytes trail the tensors`,
    );
  }
  return { tensors, metadata: parseMetadata(metadata, where) };
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
