import { FormatError } from '../base/index.ts';
import {
  allocate,
  type DType,
  formatShape,
  type HostTensor,
  hostTensor,
  type Shape,
  sizeOf,
  stridesOf,
  type TensorData,
} from '../tensor/index.ts';
import { bytesOf, isReadable, storedElements, type StoredType } from './elements.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** NumPy pads the header so that the data begins at a multiple of this. */
const ALIGNMENT = 64;

const DESCRIPTIONS: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float64: '<f8',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  bool: '|b1',
};
const KINDS: Readonly<Record<string, StoredType['kind']>> = {
  f: 'float',
  i: 'int',
  u: 'uint',
  b: 'bool',
};

/** What stands before an array's elements. */
export interface NpyHeader {
  readonly type: StoredType;
  /** Whether the first axis runs fastest. */
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  /** Where the elements begin, in bytes. */
  readonly dataStart: number;
}

/** A type as NumPy writes it: byte order, kind, bytes. */
function parseType(text: string): StoredType | undefined {
  const [, order, kind, width] = /^([<>|])([fiub])([1248])$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const type = {
    kind: KINDS[kind]!,
    width: Number(width) as StoredType['width'],
    bigEndian: order === '>',
  };
  return isReadable(type) ? type : undefined;
}

/** Reads the header's Python dictionary; its three keys may come in any order. */
function parseDictionary(text: string, where: string): Omit<NpyHeader, 'dataStart'> {
  const description = /'descr'\s*:\s*(?:'([^']*)'|\[)/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (!description || order === undefined || sizes === undefined) {
    throw new FormatError(
      `${where}: expected a header with 'descr', 'fortran_order' and 'shape', got ${JSON.stringify(text.trim().slice(0, 200))}`,
    );
  }
  const type = parseType(description[1] ?? '');
  if (type === undefined) {
    const got =
      description[1] === undefined
        ? 'a structured type'
        : `'${description[1].slice(0, 40)}'${description[1].endsWith('O') ? ' (Python objects)' : ''}`;
    throw new FormatError(
      `${where}: expected numbers of 1 to 8 bytes (float16 to float64, integers, bool), got ${got}; save it after array.astype('<f4') or another of these`,
    );
  }
  const shape = sizes.split(',').filter((size) => size.trim() !== '');
  return {
    type,
    fortranOrder: order === 'True',
    shape: shape.map((size) => Number.parseInt(size, 10)),
  };
}

/** Elements stored first axis fastest, laid out last axis fastest. */
function fromFortranOrder(dtype: DType, shape: Shape, stored: TensorData): TensorData {
  const data = allocate(dtype, stored.length);
  const strides = stridesOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  let target = 0;
  for (const element of stored) {
    data[target] = element;
    for (let axis = 0; axis < shape.length; axis++) {
      target += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      target -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return data;
}

/**
 * Reads what stands before the elements of an array saved by `numpy.save`, versions 1.0 to 3.0.
 * @param bytes - The file, or its beginning.
 * @throws FormatError on another magic number, version or dtype, and on a damaged header.
 */
export function parseNpyHeader(bytes: Uint8Array, where: string): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError(
      `${where}: expected an array saved by numpy.save (\\x93NUMPY), got other bytes`,
    );
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw new FormatError(
      `${where}: expected npy version 1 to 3, got ${version}; save it with numpy.save`,
    );
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const headerStart = 8 + lengthBytes;
  // Version 1 stores 16 bits; read byte by byte, a file of 10 or 11 bytes is no special case.
  const headerLength = bytes
    .subarray(8, headerStart)
    .reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
  const dataStart = headerStart + headerLength;
  if (bytes.length < dataStart) {
    throw new FormatError(
      `${where}: expected a header of ${dataStart} bytes, got ${bytes.length}: it is cut short; fetch or write it again`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(headerStart, dataStart));
  return { ...parseDictionary(text, where), dataStart };
}

/**
 * Reads an array saved by `numpy.save`, versions 1.0 to 3.0: floats of 16 to 64 bits, integers and
 * bool, in either byte order. Fortran order is turned into C order; what Temper has no dtype for
 * becomes the next wider one (float16 is float32, int16 is int32).
 * @param where - What the bytes are, to begin an error's message with.
 * @param options.share - Whether the array may lie in `bytes` itself, where these are aligned for its
 * elements, instead of a copy. Default false.
 * @throws FormatError on another magic number, version or dtype, a damaged header, and if bytes are
 * missing or left over.
 *
 * References: NumPy, NEP 1: A simple file format for NumPy arrays.
 * <https://numpy.org/neps/nep-0001-npy-format.html>
 */
export function parseNpy(
  bytes: Uint8Array,
  where = 'parseNpy',
  { share = false }: { readonly share?: boolean } = {},
): HostTensor {
  const { type, shape, fortranOrder, dataStart } = parseNpyHeader(bytes, where);
  const { dtype, data } = storedElements(where, bytes.subarray(dataStart), {
    type,
    count: sizeOf(shape),
    share,
  });
  return hostTensor(dtype, shape, fortranOrder ? fromFortranOrder(dtype, shape, data) : data);
}

/** Writes an array as `numpy.save` does: version 1.0, little-endian, C order. The same bytes every time. */
export function encodeNpy(tensor: HostTensor): Uint8Array {
  const { dtype, shape, data } = tensor;
  const sizes = shape.length === 1 ? `${shape[0]!},` : shape.join(', ');
  const text = `{'descr': '${DESCRIPTIONS[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const dataStart = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  if (dataStart > 0xffff) {
    throw new FormatError(
      `encodeNpy: expected a shape that fits the header, got ${formatShape(shape)}`,
    );
  }
  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set(MAGIC);
  bytes[6] = 1;
  new DataView(bytes.buffer).setUint16(8, dataStart - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(dataStart - 11)}\n`), 10);
  bytes.set(bytesOf(data), dataStart);
  return bytes;
}
