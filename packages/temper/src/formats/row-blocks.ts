import { FormatError } from '../base/index.ts';
import { type HostTensor, hostTensor, type Shape, sizeOf } from '../tensor/index.ts';
import { storedElements, type StoredType } from './elements.ts';

/** Bytes of a block, as near as whole rows allow. */
const BLOCK_BYTES = 1 << 22;
/** The longest row; a longer one is held against the file's shape. */
const MAX_ROW_BYTES = 1 << 28;

/** An array that is read row by row. */
export interface StoredArray {
  readonly type: StoredType;
  /** Sizes; the first one counts rows. */
  readonly shape: Shape;
  /** Its elements in row-major order, in pieces, from the first one on; can be asked for once. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * An array block by block, each a few megabytes of whole rows.
 * @throws FormatError if the bytes are not those of the shape.
 */
export async function* rowBlocks(
  { type, shape, pieces }: StoredArray,
  where: string,
): AsyncGenerator<HostTensor> {
  const [rows = 1, ...inner] = shape;
  const width = sizeOf(inner);
  const rowBytes = width * type.width;
  if (rowBytes > MAX_ROW_BYTES) {
    throw new FormatError(
      `${where}: expected rows of at most ${MAX_ROW_BYTES} bytes, got shape [${shape.join(', ')}]; is it [examples, classes]?`,
    );
  }
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, rowBytes)));
  const block = new Uint8Array(Math.min(rows, blockRows) * rowBytes);
  const decoded = (bytes: Uint8Array): HostTensor => {
    const count = bytes.length / rowBytes;
    const { dtype, data } = storedElements(where, bytes, { type, count: count * width });
    return hostTensor(dtype, [count, ...inner], data);
  };
  let filled = 0;
  let left = rows * rowBytes;
  for await (const piece of pieces) {
    if (piece.length > left) throw wrongBytes(where, 'more');
    left -= piece.length;
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + block.length - filled);
      block.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled === block.length) {
        yield decoded(block);
        filled = 0;
      }
    }
  }
  if (left > 0) throw wrongBytes(where, 'fewer');
  if (filled > 0) yield decoded(block.subarray(0, filled));
}

function wrongBytes(where: string, what: 'more' | 'fewer'): FormatError {
  return new FormatError(
    `${where}: expected the bytes of its shape, got ${what}; fetch or write it again`,
  );
}
