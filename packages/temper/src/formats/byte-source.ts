/** Bytes that are read by ranges: a file, an object over the network, or memory. */
export interface ByteSource {
  /** Bytes in all. */
  readonly byteLength: number;
  /** The bytes from `start` up to but without `end`; both lie in [0, byteLength]. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source; its slices share their memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}

/** A range of a source in pieces of `pieceBytes`; nothing more than one piece is held. */
export async function* sourcePieces(
  source: ByteSource,
  { start, end, pieceBytes = 1 << 22 }: { start: number; end: number; pieceBytes?: number },
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceBytes) {
    yield await source.slice(at, Math.min(at + pieceBytes, end));
  }
}
