/** The most bytes that one block unpacks to. */
const MAX_BLOCK_BYTES = 1 << 17;
/** The shortest repeat that a sequence describes. */
const MIN_MATCH = 3;

/** Little-endian, up to 6 bytes; 0 beyond the end, where the decoder finds out. */
function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
}

/** The content size that a frame's header gives, if it does, and where its blocks begin. */
function parseHeader(frame: Uint8Array): { size: number | undefined; blocks: number } {
  const descriptor = frame[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const width = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const at = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (width === 0) return { size: undefined, blocks: at };
  return { size: littleEndian(frame, at, width) + (width === 2 ? 256 : 0), blocks: at + width };
}

/** The bytes that a compressed block yields at the least: its literals, and a match per sequence. */
function leastBytes(frame: Uint8Array, start: number): number {
  const first = frame[start] ?? 0;
  const format = (first >> 2) & 3;
  const isPacked = (first & 3) >= 2;
  let at = start;
  let literals: number;
  if (isPacked) {
    const width = [3, 3, 4, 5][format]!;
    const range = 2 ** [10, 10, 14, 18][format]!;
    const sizes = Math.floor(littleEndian(frame, at, width) / 16);
    literals = sizes % range;
    at += width + (Math.floor(sizes / range) % range);
  } else {
    const width = [1, 2, 1, 3][format]!;
    literals = Math.floor(littleEndian(frame, at, width) / (width === 1 ? 8 : 16));
    at += width + ((first & 3) === 0 ? literals : 1);
  }
  const count = frame[at] ?? 0;
  let sequences = count;
  if (count === 255) sequences = littleEndian(frame, at + 1, 2) + 0x7f00;
  else if (count >= 128) sequences = (count - 128) * 256 + (frame[at + 1] ?? 0);
  return literals + MIN_MATCH * sequences;
}

/**
 * Requires that a Zstandard frame claims to unpack to `size` bytes, and no block of it to more: a
 * decoder would copy as often as a damaged block tells it to.
 * @throws RangeError saying what it claims.
 *
 * References: Collet and Kucherawy, Zstandard Compression, RFC 8878, section 3.1.1.
 * <https://www.rfc-editor.org/rfc/rfc8878>
 */
export function assertZstdFrame(frame: Uint8Array, size: number): void {
  const header = parseHeader(frame);
  if (header.size !== undefined && header.size !== size) {
    throw new RangeError(`a page of ${header.size} bytes where it claims ${size}`);
  }
  for (let at = header.blocks, isLast = false; !isLast && at < frame.length;) {
    const block = littleEndian(frame, at, 3);
    isLast = (block & 1) === 1;
    const type = (block >> 1) & 3;
    at += 3;
    if (type === 2 && leastBytes(frame, at) > Math.min(size, MAX_BLOCK_BYTES)) {
      throw new RangeError(`a block of more than the ${size} bytes that its page claims`);
    }
    at += type === 1 ? 1 : block >> 3;
  }
}
