import { FormatError } from '../base/index.ts';
import {
  allocate,
  bytesPerElement,
  type DType,
  type DTypeArrays,
  type TensorData,
} from '../tensor/index.ts';

/** The bytes of an array, sharing its memory: little-endian, as every platform Temper runs on stores them. */
export function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Little-endian bytes as an array of a dtype. Copies, since a file gives no promise of alignment.
 * @throws FormatError if the bytes are not `count` elements, or a bool byte is neither 0 nor 1.
 */
export function elementsOf<D extends DType>(
  where: string,
  bytes: Uint8Array,
  { dtype, count }: { readonly dtype: D; readonly count: number },
): DTypeArrays[D] {
  const expected = count * bytesPerElement(dtype);
  if (bytes.length !== expected) {
    const remedy =
      bytes.length < expected ? 'it is cut short; fetch or write it again' : 'bytes trail the data';
    throw new FormatError(
      `${where}: expected ${expected} bytes for ${count} elements of ${dtype}, got ${bytes.length}: ${remedy}`,
    );
  }
  if (dtype === 'bool') {
    const wrong = bytes.findIndex((byte) => byte > 1);
    if (wrong >= 0) {
      throw new FormatError(
        `${where}: expected bool bytes to be 0 or 1, got ${bytes[wrong]!} at element ${wrong}; save it as uint8`,
      );
    }
  }
  const data = allocate(dtype, count);
  bytesOf(data).set(bytes);
  return data;
}
