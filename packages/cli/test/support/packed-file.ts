import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { GzipDownload } from 'temper';

/** A file to download, made up for a test: `packed` unpacks to `content`. */
export interface PackedFile {
  readonly file: Required<GzipDownload>;
  readonly content: Uint8Array;
  readonly packed: Uint8Array;
}

/** Bytes that hardly compress, so that a packed file can be cut in many places. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >>> 16;
  });
}

export function packFile(name: string, content: Uint8Array): PackedFile {
  const packed = gzipSync(content);
  const digest = (bytes: Uint8Array): { byteLength: number; sha256: string } => ({
    byteLength: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  return { file: { name, packed: digest(packed), content: digest(content) }, content, packed };
}
