const TYPES = {
  stop: 0,
  yes: 1,
  no: 2,
  byte: 3,
  double: 7,
  binary: 8,
  list: 9,
  struct: 12,
} as const;
const MAX_DEPTH = 32;
/** Ten groups of seven bits hold 64. */
const MAX_VARINT_BYTES = 10;

/** Marks a structure that ends behind the bytes at hand. */
class CutShort extends Error {}

/** Walks over Thrift's compact encoding without making anything of it. */
class Walk {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  struct(depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError(`structures nested more than ${MAX_DEPTH} deep`);
    for (;;) {
      const byte = this.#byte();
      const type = byte & 0xf;
      if (type === TYPES.stop) return;
      if (byte >> 4 === 0) this.#varint();
      if (type !== TYPES.yes && type !== TYPES.no) this.#element(type, depth);
    }
  }

  #element(type: number, depth: number): void {
    if (type >= TYPES.yes && type <= TYPES.byte) this.#skip(1);
    else if (type > TYPES.byte && type < TYPES.double) this.#varint();
    else if (type === TYPES.double) this.#skip(8);
    else if (type === TYPES.binary) this.#skip(this.#varint());
    else if (type === TYPES.list) this.#list(depth);
    else if (type === TYPES.struct) this.struct(depth + 1);
    else throw new RangeError(`a field of the unknown type ${type}`);
  }

  #list(depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError(`lists nested more than ${MAX_DEPTH} deep`);
    const byte = this.#byte();
    const count = byte >> 4 === 15 ? this.#varint() : byte >> 4;
    // Every element takes a byte at least, so that this ends where the bytes do.
    for (let i = 0; i < count; i++) this.#element(byte & 0xf, depth + 1);
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new CutShort();
    return byte;
  }

  #varint(): number {
    let value = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 128 ** i;
      if (byte < 0x80) return value;
    }
    throw new RangeError(`a number of more than ${MAX_VARINT_BYTES} bytes`);
  }

  #skip(count: number): void {
    if (count > this.#bytes.length - this.at) throw new CutShort();
    this.at += count;
  }
}

/**
 * Finds the end of a structure in Thrift's compact encoding, and that it claims no more than the bytes
 * hold: a reader that allocates what lists and texts claim, and recurses, is then safe on it.
 * @returns The offset behind the structure; undefined if it ends behind the bytes at hand.
 * @throws RangeError saying what is wrong with it.
 *
 * References: Apache Thrift, Thrift compact protocol encoding.
 * <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>
 */
export function compactStructEnd(bytes: Uint8Array, start: number): number | undefined {
  const walk = new Walk(bytes, start);
  try {
    walk.struct(0);
  } catch (error) {
    if (error instanceof CutShort) return undefined;
    throw error;
  }
  return walk.at;
}
