/** Sixteen tables of 256: table t advances a byte through t further zero bytes, so that sixteen bytes go at once. */
const TABLES = ((): Int32Array => {
  // Signed, so that every element stays a small integer of the engine.
  const tables = new Int32Array(16 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    }
    tables[byte] = remainder;
  }
  for (let i = 256; i < tables.length; i++) {
    const previous = tables[i - 256]!;
    tables[i] = (previous >>> 8) ^ tables[previous & 0xff]!;
  }
  return tables;
})();

/** The remainder after `bytes` from `start` to `end`, one byte at a time. */
function byByte(
  crc: number,
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
): number {
  let remainder = crc;
  for (let i = start; i < end; i++) {
    remainder = (remainder >>> 8) ^ TABLES[(remainder ^ bytes[i]!) & 0xff]!;
  }
  return remainder;
}

/**
 * The CRC-32 of gzip and zip (reflected polynomial 0xEDB88320), sixteen bytes at a time.
 * @param previous - The CRC-32 of the bytes before these, to go on from. Default 0: there are none.
 *
 * References: ISO 3309; RFC 1952, section 8. <https://www.rfc-editor.org/rfc/rfc1952>
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  // Words are read where they are aligned; they are little-endian on every platform Temper runs on.
  const lead = Math.min((4 - (bytes.byteOffset & 3)) & 3, bytes.length);
  const quads = (bytes.length - lead) >>> 4;
  const words = new Int32Array(bytes.buffer, quads > 0 ? bytes.byteOffset + lead : 0, quads * 4);
  let crc = byByte(previous ^ 0xffffffff, bytes, { start: 0, end: lead });
  for (let i = 0; i < words.length; i += 4) {
    const a = crc ^ words[i]!;
    const b = words[i + 1]!;
    const c = words[i + 2]!;
    const d = words[i + 3]!;
    crc =
      TABLES[3840 + (a & 0xff)]! ^
      TABLES[3584 + ((a >>> 8) & 0xff)]! ^
      TABLES[3328 + ((a >>> 16) & 0xff)]! ^
      TABLES[3072 + (a >>> 24)]! ^
      TABLES[2816 + (b & 0xff)]! ^
      TABLES[2560 + ((b >>> 8) & 0xff)]! ^
      TABLES[2304 + ((b >>> 16) & 0xff)]! ^
      TABLES[2048 + (b >>> 24)]! ^
      TABLES[1792 + (c & 0xff)]! ^
      TABLES[1536 + ((c >>> 8) & 0xff)]! ^
      TABLES[1280 + ((c >>> 16) & 0xff)]! ^
      TABLES[1024 + (c >>> 24)]! ^
      TABLES[768 + (d & 0xff)]! ^
      TABLES[512 + ((d >>> 8) & 0xff)]! ^
      TABLES[256 + ((d >>> 16) & 0xff)]! ^
      TABLES[d >>> 24]!;
  }
  crc = byByte(crc, bytes, { start: lead + quads * 16, end: bytes.length });
  return (crc ^ 0xffffffff) >>> 0;
}
