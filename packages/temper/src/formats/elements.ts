import { FormatError } from '../base/index.ts';
import {
  allocate,
  bytesPerElement,
  type DType,
  type DTypeArrays,
  type HostTensor,
  type TensorData,
  viewElements,
} from '../tensor/index.ts';

/** The bytes of an array, sharing its memory: little-endian, as every platform Temper runs on stores them. */
export function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** What an array's elements are in a file. */
export interface StoredType {
  /** `bfloat` is the upper half of a float32. */
  readonly kind: 'float' | 'bfloat' | 'int' | 'uint' | 'bool';
  /** Bytes per element. */
  readonly width: 1 | 2 | 4 | 8;
  readonly bigEndian: boolean;
}

/** Those that are held as they are stored. */
const HELD: Readonly<Record<string, DType>> = {
  float4: 'float32',
  float8: 'float64',
  int4: 'int32',
  int8: 'int64',
  uint1: 'uint8',
  bool1: 'bool',
};
const CONVERTED = new Set(['float2', 'bfloat2', 'int1', 'int2', 'uint2', 'uint4', 'uint8']);

/** Whether elements of a type can be read. */
export function isReadable({ kind, width }: StoredType): boolean {
  return `${kind}${width}` in HELD || CONVERTED.has(`${kind}${width}`);
}

/** Every float16 as the float32 it stands for; made when first asked for. */
let halves: Float32Array | undefined;
function halfTable(): Float32Array {
  halves ??= Float32Array.from({ length: 0x10000 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  return halves;
}

/** Float16 elements, as their bits, as float32. */
export function fromHalves(bits: Uint16Array): Float32Array {
  const table = halfTable();
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = table[bits[i]!]!;
  return values;
}

/** A copy, aligned for any element; its elements' bytes turned round where the file is big-endian. */
function alignedCopy(bytes: Uint8Array, { width, bigEndian }: StoredType): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  if (bigEndian && width > 1) {
    for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  }
  return copy.buffer;
}

/** A type's elements and the dtype that holds them. */
type Elements = Pick<HostTensor, 'dtype' | 'data'>;

/** Integers of 32 bits where all fit, or else doubles, which hold every one exactly. */
function fromUnsigned(stored: Uint32Array): Elements {
  const fits = stored.every((value) => value <= 0x7fffffff);
  return fits
    ? { dtype: 'int32', data: Int32Array.from(stored) }
    : { dtype: 'float64', data: Float64Array.from(stored) };
}

/** Which elements are read, and whether without a copy. */
interface StoredElementsOptions {
  readonly type: StoredType;
  readonly count: number;
  /** Whether the elements may lie in the file's own bytes, where these are aligned for them. Default false. */
  readonly share?: boolean;
}

/**
 * Elements of a file as the dtype that holds them all: float16 and bfloat16 become float32, small
 * integers int32, uint32 int32 or (where one does not fit) float64, uint64 int64. One copy is made,
 * since a file gives no promise of alignment; where the type changes, a second.
 * @param options.count - Elements; nothing is allocated before the bytes are known to be that many.
 * @throws FormatError if the bytes are not `count` elements, a bool byte is neither 0 nor 1, or a
 * uint64 does not fit int64.
 */
export function storedElements(
  where: string,
  bytes: Uint8Array,
  { type, count, share = false }: StoredElementsOptions,
): Elements {
  const name = `${type.kind}${type.width}`;
  const held = HELD[name];
  if (held !== undefined && !type.bigEndian) {
    return { dtype: held, data: elementsOf(where, bytes, { dtype: held, count, share }) };
  }
  assertBytes(where, bytes, { expected: count * type.width, what: `${count} elements` });
  const buffer = alignedCopy(bytes, type);
  if (held !== undefined) {
    return {
      dtype: held,
      data: elementsOf(where, new Uint8Array(buffer), { dtype: held, count }),
    };
  }
  if (name === 'float2') return { dtype: 'float32', data: fromHalves(new Uint16Array(buffer)) };
  if (name === 'bfloat2') {
    const bits = Uint32Array.from(new Uint16Array(buffer), (half) => half * 0x10000);
    return { dtype: 'float32', data: new Float32Array(bits.buffer) };
  }
  if (name === 'int1') return { dtype: 'int32', data: Int32Array.from(new Int8Array(buffer)) };
  if (name === 'int2') return { dtype: 'int32', data: Int32Array.from(new Int16Array(buffer)) };
  if (name === 'uint2') return { dtype: 'int32', data: Int32Array.from(new Uint16Array(buffer)) };
  if (name === 'uint4') return fromUnsigned(new Uint32Array(buffer));
  const data = new BigInt64Array(buffer);
  const tooLarge = data.findIndex((value) => value < 0n);
  if (tooLarge >= 0) {
    throw new FormatError(
      `${where}: expected uint64 values below 2^63, got ${BigInt.asUintN(64, data[tooLarge]!)} at element ${tooLarge}; save it as int64`,
    );
  }
  return { dtype: 'int64', data };
}

function assertBytes(
  where: string,
  bytes: Uint8Array,
  { expected, what }: { readonly expected: number; readonly what: string },
): void {
  if (bytes.length === expected) return;
  const remedy =
    bytes.length < expected ? 'it is cut short; fetch or write it again' : 'bytes trail the data';
  throw new FormatError(
    `${where}: expected ${expected} bytes for ${what}, got ${bytes.length}: ${remedy}`,
  );
}

/**
 * Little-endian bytes as an array of a dtype. Copies, since a file gives no promise of alignment, unless
 * the bytes may be shared and happen to be aligned.
 * @throws FormatError if the bytes are not `count` elements, or a bool byte is neither 0 nor 1.
 */
function elementsOf<D extends DType>(
  where: string,
  bytes: Uint8Array,
  {
    dtype,
    count,
    share = false,
  }: { readonly dtype: D; readonly count: number; readonly share?: boolean },
): DTypeArrays[D] {
  assertBytes(where, bytes, {
    expected: count * bytesPerElement(dtype),
    what: `${count} elements of ${dtype}`,
  });
  if (dtype === 'bool') {
    const wrong = bytes.findIndex((byte) => byte > 1);
    if (wrong >= 0) {
      throw new FormatError(
        `${where}: expected bool bytes to be 0 or 1, got ${bytes[wrong]!} at element ${wrong}; save it as uint8`,
      );
    }
  }
  if (share && bytes.byteOffset % bytesPerElement(dtype) === 0) {
    return viewElements(dtype, bytes.buffer, { byteOffset: bytes.byteOffset, count });
  }
  const data = allocate(dtype, count);
  bytesOf(data).set(bytes);
  return data;
}
