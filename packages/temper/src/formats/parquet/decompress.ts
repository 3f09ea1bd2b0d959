import { decompress as decompressZstd } from 'fzstd';
import { snappyUncompress } from 'hyparquet';

import { gunzip } from '../gzip.ts';
import { UnreadError } from './unread-error.ts';
import { assertZstdFrame } from './zstd-frame.ts';

/** The most bytes of one page; writers aim at one megabyte, some at a hundred. */
const MAX_PAGE_BYTES = 2 ** 28;

/** By how much each compression can shrink data at best, rounded up; what claims more is no page. */
const EXPANSION: Readonly<Record<string, number>> = {
  UNCOMPRESSED: 1,
  SNAPPY: 22,
  GZIP: 1032,
  ZSTD: 1 << 16,
};

/**
 * Unpacks a page.
 * @param size - Bytes that it claims to unpack to; nothing is allocated before they are believable.
 * @throws UnreadError for another compression; RangeError if it claims too much; Error if it does not unpack to that.
 */
export function decompressPage(packed: Uint8Array, codec: string, size: number): Uint8Array {
  const expansion = EXPANSION[codec];
  if (expansion === undefined) {
    throw new UnreadError(
      `expected compression ${Object.keys(EXPANSION).join(', ')}, got ${codec}; write it with compression='zstd'`,
    );
  }
  if (!(size >= 0 && size <= MAX_PAGE_BYTES && size <= expansion * (packed.length + 64))) {
    throw new RangeError(`a page that claims ${size} bytes from ${packed.length}`);
  }
  const page = unpack(packed, codec, size);
  if (page.length !== size) {
    throw new RangeError(`a page of ${page.length} bytes where it claims ${size}`);
  }
  return page;
}

function unpack(packed: Uint8Array, codec: string, size: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  if (size === 0) return new Uint8Array(0);
  if (codec === 'GZIP') return gunzip(packed);
  if (codec === 'ZSTD') {
    assertZstdFrame(packed, size);
    return decompressZstd(packed, new Uint8Array(size));
  }
  const page = new Uint8Array(size);
  snappyUncompress(packed, page);
  return page;
}
