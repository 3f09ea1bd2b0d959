import { FormatError } from '../base/index.ts';
import { parseDecimal } from './decimal.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;
/** The longest record: one longer is a quote left open, or no CSV. */
const MAX_RECORD_BYTES = 1 << 24;
const EMPTY = new Uint8Array(0);

/** Whole records of a CSV file, as places in its bytes: nothing is made of a field until it is asked for. */
export interface CsvBlock {
  /** Records. */
  readonly rows: number;
  /** The number of the block's first record, from 0, the header not counted. */
  readonly firstRow: number;
  /** The text of a field: quotes are taken off, spaces around it too. */
  readonly text: (row: number, column: number) => string;
  /** The number that a field is, NaN where it is none (or reads nan). */
  readonly number: (row: number, column: number) => number;
  /** Line of the file that a record begins on, from 1. */
  readonly line: (row: number) => number;
}

/** The header of a CSV file, and its records, which can be asked for once. */
export interface CsvTable {
  /** The fields of the first record. */
  readonly names: readonly string[];
  readonly blocks: AsyncIterable<CsvBlock>;
}

/** Records found in a piece of a file. */
interface Records {
  /** Bytes that the places refer to. */
  readonly bytes: Uint8Array;
  /** Where each field begins and ends, in turn; a quoted one without its quotes. */
  readonly places: Int32Array;
  /** Where each record's fields begin in `places`, and where the last ends. */
  readonly firsts: Int32Array;
  readonly lines: Int32Array;
  readonly rows: number;
  /** Bytes that belong to whole records. */
  readonly used: number;
  /** The line behind them. */
  readonly nextLine: number;
}

/** An integer list that grows. */
class Integers {
  #held = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#held.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.#held);
      this.#held = wider;
    }
    this.#held[this.length++] = value;
  }

  values(): Int32Array {
    return this.#held.subarray(0, this.length);
  }
}

/** Finds the whole records of `bytes`; at the file's end, the last one needs no line break. */
function findRecords(
  bytes: Uint8Array,
  { line: firstLine, isLast, where }: { line: number; isLast: boolean; where: string },
): Records {
  const places = new Integers();
  const firsts = new Integers();
  const lines = new Integers();
  const end = bytes.length;
  let line = firstLine;
  let used = 0;
  let rows = 0;
  let nextLine = firstLine;
  for (let at = 0; at < end;) {
    const recordLine = line;
    const firstPlace = places.length;
    let closed = false;
    while (!closed) {
      let start = at;
      let stop: number;
      if (bytes[at] === QUOTE) {
        start = ++at;
        for (;;) {
          const byte = bytes[at];
          if (byte === LF) line++;
          else if (byte === QUOTE) {
            if (bytes[at + 1] !== QUOTE) break;
            at++;
          } else if (at >= end) break;
          at++;
        }
        if (at >= end) {
          if (isLast) {
            throw new FormatError(
              `${where}, line ${recordLine}: expected a closing quote, got the end of the file; double the quotes inside of a field`,
            );
          }
          break;
        }
        stop = at++;
      } else {
        let byte = bytes[at];
        while (at < end && byte !== COMMA && byte !== LF) byte = bytes[++at];
        stop = at;
        if (byte === LF && at > start && bytes[at - 1] === CR) stop--;
        else if (at === end && isLast && at > start && bytes[at - 1] === CR) stop--;
      }
      if (bytes[at] === CR && (bytes[at + 1] === LF || (at + 1 === end && isLast))) at++;
      if (at >= end && !isLast) break;
      places.push(start);
      places.push(stop);
      const byte = bytes[at];
      closed = at >= end || byte === LF;
      if (!closed && byte !== COMMA) {
        if (byte === CR && at + 1 === end) break;
        throw new FormatError(
          `${where}, line ${line}, column ${(places.length - firstPlace) / 2}: expected a comma or the line's end after a closing quote, got '${String.fromCharCode(byte!)}'; double the quotes inside of a field`,
        );
      }
      at++;
    }
    if (!closed) {
      places.length = firstPlace;
      break;
    }
    if (bytes[at - 1] === LF) line++;
    used = Math.min(at, end);
    nextLine = line;
    const isBlank =
      places.length === firstPlace + 2 &&
      places.values()[firstPlace] === places.values()[firstPlace + 1];
    if (isBlank) places.length = firstPlace;
    else {
      firsts.push(firstPlace);
      lines.push(recordLine);
      rows++;
    }
  }
  firsts.push(places.length);
  return {
    bytes,
    places: places.values(),
    firsts: firsts.values(),
    lines: lines.values(),
    rows,
    used,
    nextLine,
  };
}

/** The records of a file, piece by piece: what a piece cuts through waits for the next one. */
async function* recordsOf(
  pieces: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<Records> {
  let rest: Uint8Array = EMPTY;
  let line = 1;
  let isFirst = true;
  const step = (bytes: Uint8Array, isLast: boolean): Records => {
    const records = findRecords(bytes, { line, isLast, where });
    rest = bytes.subarray(records.used);
    line = records.nextLine;
    if (rest.length > MAX_RECORD_BYTES) {
      throw new FormatError(
        `${where}, line ${line}: expected records of at most ${MAX_RECORD_BYTES} bytes, got a longer one; is a quote left open?`,
      );
    }
    return records;
  };
  for await (const piece of pieces) {
    let joined = piece;
    if (rest.length > 0) {
      joined = new Uint8Array(rest.length + piece.length);
      joined.set(rest);
      joined.set(piece, rest.length);
    }
    // The marks are looked for once three bytes are there, which may take more than one piece.
    if (isFirst && joined.length < 3) {
      rest = joined;
      continue;
    }
    yield step(isFirst ? withoutMark(joined, where) : joined, false);
    isFirst = false;
  }
  yield step(isFirst ? withoutMark(rest, where) : rest, true);
}

/** Without UTF-8's byte order mark. */
function withoutMark(bytes: Uint8Array, where: string): Uint8Array {
  const [a, b, c] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new FormatError(`${where}: expected UTF-8 text, got UTF-16; save it as UTF-8`);
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes;
}

/** Escapes, which only a quoted field has, undone. */
function fieldText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return (text.includes('""') ? text.replaceAll('""', '"') : text).trim();
}

function blockOf(records: Records, { width, firstRow, where }: BlockOptions): CsvBlock {
  const { bytes, places, firsts, lines, rows } = records;
  for (let row = 0; row < rows; row++) {
    const fields = (firsts[row + 1]! - firsts[row]!) / 2;
    if (fields !== width) {
      throw new FormatError(
        `${where}, line ${lines[row]!}: expected ${width} fields as in the header, got ${fields}; is the file cut short, or a comma not in quotes?`,
      );
    }
  }
  const placeOf = (row: number, column: number): number => 2 * (row * width + column);
  return {
    rows,
    firstRow,
    line: (row) => lines[row]!,
    text: (row, column) => {
      const place = placeOf(row, column);
      return fieldText(bytes.subarray(places[place], places[place + 1]));
    },
    number: (row, column) => {
      const place = placeOf(row, column);
      return parseDecimal(bytes, places[place]!, places[place + 1]!);
    },
  };
}

interface BlockOptions {
  readonly width: number;
  readonly firstRow: number;
  readonly where: string;
}

/**
 * Reads a CSV file (RFC 4180: fields in quotes may hold commas, line breaks and doubled quotes) whose
 * first record names the columns. Lines end in LF or CRLF; a byte order mark and blank lines are
 * passed over; spaces around a field do not count.
 * @param pieces - The file's bytes, UTF-8, cut anywhere.
 * @param where - What the file is, to begin an error's message with.
 * @throws FormatError naming the line if a record has other than the header's number of fields, a
 * quote is left open or stands inside a field, or there is no header.
 *
 * References: Shafranovich, Common Format and MIME Type for CSV Files, RFC 4180.
 * <https://www.rfc-editor.org/rfc/rfc4180>
 */
export async function openCsv(
  pieces: AsyncIterable<Uint8Array>,
  where = 'openCsv',
): Promise<CsvTable> {
  const parts = recordsOf(pieces, where);
  let header: Records | undefined;
  do {
    const next = await parts.next();
    if (next.done) break;
    header = next.value;
  } while (header.rows === 0);
  if (header === undefined || header.rows === 0) {
    throw new FormatError(`${where}: expected a line of column names, got an empty file`);
  }
  const width = header.firsts[1]! / 2;
  const first = blockOf({ ...header, rows: 1 }, { width, firstRow: 0, where });
  const names = Array.from({ length: width }, (_, column) => first.text(0, column));
  return { names, blocks: csvBlocks(header, parts, where) };
}

async function* csvBlocks(
  header: Records,
  parts: AsyncIterable<Records>,
  where: string,
): AsyncGenerator<CsvBlock> {
  const width = header.firsts[1]! / 2;
  let firstRow = 0;
  const block = (records: Records): CsvBlock => {
    const made = blockOf(records, { width, firstRow, where });
    firstRow += records.rows;
    return made;
  };
  if (header.rows > 1) {
    const { places, firsts, lines, rows } = header;
    yield block({
      ...header,
      rows: rows - 1,
      places: places.subarray(2 * width),
      firsts: firsts.subarray(1).map((first) => first - 2 * width),
      lines: lines.subarray(1),
    });
  }
  for await (const records of parts) if (records.rows > 0) yield block(records);
}
