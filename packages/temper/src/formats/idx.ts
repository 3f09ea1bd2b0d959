import { FormatError, ShapeError } from '../base/index.ts';
import { formatShape, type HostTensor, hostTensor, sizeOf } from '../tensor/index.ts';
import { isGzip } from './gzip.ts';

const UINT8 = 0x08;

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST: two zero bytes, the element type, the
 * rank, one big-endian 32-bit size per axis, then the elements.
 * @param bytes - The unpacked file; the tensor shares this memory.
 * @param where - What the bytes are, to begin an error's message with.
 * @throws FormatError on another magic number or element type, and if bytes are missing or left over.
 *
 * References: LeCun, Cortes and Burges, The MNIST database, "The IDX file format".
 */
export function parseIdx(bytes: Uint8Array, where = 'parseIdx'): HostTensor<'uint8'> {
  const rank = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== UINT8 || rank === 0) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join(' ');
    const remedy = isGzip(bytes)
      ? 'it is gzip: unpack it first'
      : 'is it an IDX file of unsigned bytes?';
    throw new FormatError(
      `${where}: expected an IDX magic number 00 00 08 and a rank, got ${magic || 'no bytes'}; ${remedy}`,
    );
  }
  const dataStart = 4 + 4 * rank;
  if (bytes.length < dataStart) {
    throw new FormatError(
      `${where}: expected an IDX header of ${dataStart} bytes, got ${bytes.length}; fetch the file again`,
    );
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, dataStart);
  const shape = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const data = bytes.subarray(dataStart);
  if (data.length !== sizeOf(shape)) {
    const remedy = data.length < sizeOf(shape) ? 'it is cut short' : 'bytes trail the data';
    throw new FormatError(
      `${where}: expected ${sizeOf(shape)} bytes after the header of shape ${formatShape(shape)}, got ${data.length}: ${remedy}; fetch the file again`,
    );
  }
  return hostTensor('uint8', shape, data);
}

/**
 * Writes an IDX file of unsigned bytes.
 * @throws ShapeError if the rank is 0 or above 255, which the format cannot say.
 */
export function encodeIdx(tensor: HostTensor<'uint8'>): Uint8Array {
  const { shape, data } = tensor;
  if (shape.length === 0 || shape.length > 255) {
    throw new ShapeError(`encodeIdx: expected a rank from 1 to 255, got ${shape.length}`);
  }
  const dataStart = 4 + 4 * shape.length;
  const bytes = new Uint8Array(dataStart + data.length);
  const header = new DataView(bytes.buffer);
  bytes[2] = UINT8;
  bytes[3] = shape.length;
  shape.forEach((size, axis) => {
    header.setUint32(4 + 4 * axis, size);
  });
  bytes.set(data, dataStart);
  return bytes;
}
