import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

import { FormatError } from '../../base/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ParquetColumn } from './columns.ts';
import { compactStructEnd } from './compact-struct.ts';
import { decompressPage } from './decompress.ts';
import { decodeHybrid } from './hybrid.ts';
import { UnreadError } from './unread-error.ts';
import { decodeValues, type ParquetValues } from './values.ts';

/** The most values of one page: they may be a run that takes a few bytes. Writers stay far below. */
const MAX_PAGE_VALUES = 1 << 25;
/** What a page's header is looked for in, first and at most. */
const HEADER_BYTES = [1 << 16, 1 << 24] as const;

/** A page of a column, its values all present. */
export interface ColumnPage {
  readonly values: ParquetValues;
  /** 0 where a value begins a row, in a list column. */
  readonly repetition: Uint8Array | undefined;
}

/** Where a column's pages are. */
interface ChunkPlace {
  readonly column: ParquetColumn;
  readonly metadata: ColumnMetaData;
  /** Bytes to read at once. */
  readonly windowBytes: number;
  readonly where: string;
}

/** Reads a range of a source a window at a time. */
class Window {
  readonly #source: ByteSource;
  readonly #bytes: number;
  #held: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource, windowBytes: number) {
    this.#source = source;
    this.#bytes = windowBytes;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (start < this.#start || end > this.#start + this.#held.length) {
      const stop = Math.min(Math.max(end, start + this.#bytes), this.#source.byteLength);
      this.#held = await this.#source.slice(start, stop);
      this.#start = start;
    }
    return this.#held.subarray(start - this.#start, end - this.#start);
  }
}

/**
 * The pages of one column in one row group, in order.
 * @throws FormatError if they are damaged, hold empty values, or claim more than their bytes justify.
 */
export async function* columnPages(
  source: ByteSource,
  { column, metadata, windowBytes, where }: ChunkPlace,
): AsyncGenerator<ColumnPage> {
  const failed = (what: string, cause?: unknown): FormatError =>
    new FormatError(
      `${where}, column '${column.name}': expected intact pages, got ${what}; fetch or write it again`,
      { cause },
    );
  const dictionaryAt = Number(metadata.dictionary_page_offset ?? 0n);
  const dataAt = Number(metadata.data_page_offset);
  let at = dictionaryAt > 0 ? Math.min(dictionaryAt, dataAt) : dataAt;
  const end = at + Number(metadata.total_compressed_size);
  if (!(at >= 4 && end >= at && end <= source.byteLength)) {
    throw failed(`bytes ${at} to ${end} of ${source.byteLength}`);
  }
  const window = new Window(source, Math.min(windowBytes, end - at));
  let dictionary: ParquetValues | undefined;
  let left = Number(metadata.num_values);
  while (at < end) {
    try {
      const { header, length } = await readHeader(window, at, end);
      const { compressed_page_size: size } = header;
      at += length;
      if (!(size >= 0 && at + size <= end)) throw new RangeError(`a page of ${size} bytes`);
      const packed = await window.read(at, at + size);
      at += size;
      if (header.type === 'DICTIONARY_PAGE') {
        dictionary = decodeDictionary(header, packed, {
          column,
          codec: metadata.codec,
          most: MAX_PAGE_VALUES,
        });
      } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
        const page = decodePage(header, packed, {
          column,
          codec: metadata.codec,
          dictionary,
          most: Math.min(MAX_PAGE_VALUES, left),
        });
        left -= page.values.length;
        yield page;
      }
    } catch (cause) {
      // What the decoders find is said in few words; what the source says is its own.
      if (cause instanceof UnreadError) {
        throw new FormatError(`${where}, column '${column.name}': ${cause.message}`, { cause });
      }
      // gunzip names itself; the page is what has a place.
      if (cause instanceof Error && !('errno' in cause)) throw failed(cause.message, cause);
      throw cause;
    }
  }
}

async function readHeader(
  window: Window,
  at: number,
  end: number,
): Promise<{ header: PageHeader; length: number }> {
  for (const most of HEADER_BYTES) {
    const bytes = await window.read(at, Math.min(end, at + most));
    const length = compactStructEnd(bytes, 0);
    if (length !== undefined) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, length);
      return { header: parquetHeader({ view, offset: 0 }), length };
    }
  }
  throw new RangeError('a page header that ends too early');
}

interface PageContext {
  readonly column: ParquetColumn;
  readonly codec: string;
  readonly dictionary?: ParquetValues | undefined;
  /** The most values that the page may claim. */
  readonly most: number;
}

/** A claimed number of values, within what a page may hold. */
function checkedCount(count: number | undefined, most: number): number {
  if (count !== undefined && count >= 0 && count <= most) return count;
  throw new RangeError(
    `a page that claims ${count ?? 'no number of'} values, where ${most} are the most`,
  );
}

/** A number takes 8 bytes at most and its levels less than that, so that a page cannot claim much more. */
function assertSize({ kind }: ParquetColumn, size: number, count: number): void {
  if (kind !== 'text' && size > 16 * count + 1024) {
    throw new RangeError(`a page that claims ${size} bytes for ${count} numbers`);
  }
}

function decodeDictionary(
  { dictionary_page_header: header, uncompressed_page_size: size }: PageHeader,
  packed: Uint8Array,
  { column, codec, most }: PageContext,
): ParquetValues {
  const count = checkedCount(header?.num_values, most);
  assertSize(column, size, count);
  const bytes = decompressPage(packed, codec, size);
  return decodeValues({ bytes, encoding: 'PLAIN', count }, column.element, undefined);
}

/** The bits of numbers up to `maximum`. */
function bitsOf(maximum: number): number {
  return 32 - Math.clz32(maximum);
}

function decodePage(header: PageHeader, packed: Uint8Array, context: PageContext): ColumnPage {
  const { column, codec, dictionary, most } = context;
  const { maxRepetition, maxDefinition } = column;
  const v2 = header.data_page_header_v2;
  const { num_values: claimed, encoding } = v2 ?? header.data_page_header ?? {};
  const count = checkedCount(claimed, most);
  assertSize(column, header.uncompressed_page_size, count);
  let bytes: Uint8Array;
  let levels: Uint8Array;
  let at = 0;
  if (v2) {
    const repetitionBytes = v2.repetition_levels_byte_length;
    const levelBytes = repetitionBytes + v2.definition_levels_byte_length;
    if (!(repetitionBytes >= 0 && levelBytes >= repetitionBytes && levelBytes <= packed.length)) {
      throw new RangeError(`levels of ${levelBytes} bytes in a page of ${packed.length}`);
    }
    levels = packed.subarray(0, levelBytes);
    const body = packed.subarray(levelBytes);
    bytes =
      v2.is_compressed === false
        ? body
        : decompressPage(body, codec, header.uncompressed_page_size - levelBytes);
  } else {
    bytes = levels = decompressPage(packed, codec, header.uncompressed_page_size);
  }
  const decodeLevels = (maximum: number, v2Bytes: number | undefined): Uint8Array | undefined => {
    if (maximum === 0) return undefined;
    let length = v2Bytes;
    if (length === undefined) {
      if (at + 4 > levels.length) throw new RangeError('a page that ends too early');
      length = new DataView(levels.buffer, levels.byteOffset + at, 4).getUint32(0, true);
      at += 4;
    }
    const place = { start: at, end: Math.min(at + length, levels.length), width: bitsOf(maximum) };
    at += length;
    return decodeHybrid(levels, place, new Uint8Array(count));
  };
  const repetition = decodeLevels(maxRepetition, v2?.repetition_levels_byte_length);
  const definition = decodeLevels(maxDefinition, v2?.definition_levels_byte_length);
  if (definition?.some((level) => level !== maxDefinition) === true) {
    throw new UnreadError('expected a value in every row, got empty ones; leave these rows out');
  }
  const body = v2 ? bytes : bytes.subarray(at);
  const values = decodeValues(
    { bytes: body, encoding: encoding ?? 'none', count },
    column.element,
    dictionary,
  );
  return { values, repetition };
}
