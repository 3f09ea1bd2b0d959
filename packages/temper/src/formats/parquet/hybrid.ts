/** The widest values: a dictionary of 16 million, far beyond any writer's. */
const MAX_WIDTH = 24;

/** Where values lie in a page, and their bits. */
interface Place {
  readonly start: number;
  readonly end: number;
  /** Bits per value. */
  readonly width: number;
}

/**
 * Decodes Parquet's mixture of runs and bit-packed groups until `out` is full.
 * @throws RangeError if the bytes end before, or values are wider than 24 bits.
 *
 * References: Apache Parquet, Encodings, "RLE/Bit-Packing Hybrid".
 * <https://parquet.apache.org/docs/file-format/data-pages/encodings/>
 */
export function decodeHybrid<Out extends Uint8Array | Int32Array>(
  bytes: Uint8Array,
  { start, end, width }: Place,
  out: Out,
): Out {
  if (width > MAX_WIDTH) throw new RangeError(`values of ${width} bits`);
  let at = start;
  const next = (): number => {
    if (at >= end) throw new RangeError('a page that ends too early');
    return bytes[at++]!;
  };
  for (let filled = 0; filled < out.length;) {
    let header = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = next();
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if (header % 2 === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= next() << shift;
      const stop = Math.min(out.length, filled + header / 2);
      out.fill(value, filled, stop);
      filled = stop;
      continue;
    }
    const stop = Math.min(out.length, filled + ((header - 1) / 2) * 8);
    const mask = 2 ** width - 1;
    let bits = 0;
    let held = 0;
    const groupEnd = at + ((header - 1) / 2) * width;
    while (filled < stop) {
      while (held < width) {
        bits |= next() << held;
        held += 8;
      }
      out[filled++] = bits & mask;
      bits >>>= width;
      held -= width;
    }
    at = Math.min(end, groupEnd);
  }
  return out;
}
