import { gunzipSync } from 'fflate';

import { FormatError } from '../base/index.ts';
import { crc32 } from './crc32.ts';

/** DEFLATE cannot shrink data by more than this factor (258 bytes from two bits). */
const MAX_EXPANSION = 1032;

/** Whether bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file of one member and checks its length and CRC-32.
 * @param where - What the bytes are, to begin an error's message with.
 * @throws FormatError if they are not gzip, are cut short, or fail the check.
 */
export function gunzip(bytes: Uint8Array, where = 'gunzip'): Uint8Array {
  const failed = (what: string, cause?: unknown): FormatError =>
    new FormatError(`${where}: expected an intact gzip file, ${what}; fetch it again`, { cause });
  if (!isGzip(bytes)) throw failed('got bytes that do not begin with 1f 8b');
  if (bytes.length < 18) throw failed(`got only ${bytes.length} bytes`);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const length = trailer.getUint32(4, true);
  // Asked before allocating: the length a damaged trailer claims can be anything up to 4 GiB.
  if (length > bytes.length * MAX_EXPANSION) {
    throw failed(`got a trailer that claims ${length} bytes from ${bytes.length}`);
  }
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes);
  } catch (cause) {
    throw failed(`got a stream that does not unpack (${(cause as Error).message})`, cause);
  }
  if (unpacked.length !== length)
    throw failed(`got ${unpacked.length} bytes where it claims ${length}`);
  if (crc32(unpacked) !== trailer.getUint32(0, true))
    throw failed('got a CRC-32 that does not match');
  return unpacked;
}
