import { type FileMetaData, parquetMetadata, parquetSchema } from 'hyparquet';

import { FormatError } from '../../base/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { ColumnCursor, type ColumnWidth } from './column-cursor.ts';
import { columnsOf, type ParquetColumn } from './columns.ts';
import { compactStructEnd } from './compact-struct.ts';
import { columnPages } from './pages.ts';
import type { ParquetValues } from './values.ts';

/** The longest description of columns and pages that is read into memory. */
const MAX_FOOTER_BYTES = 2 ** 28;
/** Values of a block, as near as whole rows allow. */
const BLOCK_VALUES = 1 << 19;
/** Bytes read ahead, of all columns together, and bounds of one column's share. */
const READ_AHEAD = { all: 1 << 24, least: 1 << 15, most: 1 << 22 } as const;

/** A Parquet file that has been opened. */
export interface ParquetFile {
  readonly columns: readonly ParquetColumn[];
  /** Rows that it claims to have; what there is shows when they are read. */
  readonly rows: number;
  readonly source: ByteSource;
  readonly metadata: FileMetaData;
}

/** Rows of a Parquet file. */
export interface ParquetBlock {
  readonly firstRow: number;
  readonly rows: number;
  /** Values of each column asked for, in that order; of a list column, row after row. */
  readonly values: readonly ParquetValues[];
}

function broken(where: string, what: string, cause?: unknown): FormatError {
  return new FormatError(
    `${where}: expected an intact Parquet file, got ${what}; fetch or write it again`,
    { cause },
  );
}

/** Whether a description has what its type promises: a damaged one parses too, with fields left out. */
function isComplete({ num_rows: rows, row_groups: groups, schema }: FileMetaData): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isNumber = (value: unknown): boolean => typeof value === 'bigint';
  return (
    isNumber(rows) &&
    schema.every(({ name }) => isText(name)) &&
    groups.every(
      (group) =>
        isNumber(group.num_rows) &&
        group.columns.every(
          ({ meta_data: chunk }) =>
            chunk !== undefined &&
            Array.isArray(chunk.path_in_schema) &&
            isText(chunk.codec) &&
            isNumber(chunk.num_values) &&
            isNumber(chunk.data_page_offset) &&
            isNumber(chunk.total_compressed_size) &&
            (chunk.dictionary_page_offset === undefined || isNumber(chunk.dictionary_page_offset)),
        ),
    )
  );
}

/**
 * Opens a Parquet file: reads what its end says of the columns.
 * @param where - What the file is, to begin an error's message with.
 * @throws FormatError if it is no Parquet file, cut short, damaged or encrypted.
 *
 * References: Apache Parquet, File Format. <https://parquet.apache.org/docs/file-format/>
 */
export async function openParquet(source: ByteSource, where = 'openParquet'): Promise<ParquetFile> {
  const { byteLength } = source;
  if (byteLength < 12) throw broken(where, `${byteLength} bytes`);
  const end = await source.slice(byteLength - 8, byteLength);
  const magic = String.fromCharCode(...end.subarray(4));
  if (magic === 'PARE') throw broken(where, 'an encrypted one');
  if (magic !== 'PAR1') throw broken(where, "one that does not end in 'PAR1'");
  const length = new DataView(end.buffer, end.byteOffset, 8).getUint32(0, true);
  if (length > byteLength - 12 || length > MAX_FOOTER_BYTES) {
    throw broken(where, `a description of ${length} bytes in ${byteLength}`);
  }
  const footer = await source.slice(byteLength - 8 - length, byteLength);
  try {
    if (compactStructEnd(footer.subarray(0, length), 0) === undefined) {
      throw new RangeError('it ends too early');
    }
    const metadata = parquetMetadata(footer.slice(), { geoparquet: false });
    if (!isComplete(metadata)) throw new RangeError('it leaves out what it must say');
    const columns = columnsOf(parquetSchema(metadata));
    return { columns, rows: Number(metadata.num_rows), source, metadata };
  } catch (cause) {
    throw broken(where, `a damaged description (${(cause as Error).message})`, cause);
  }
}

/**
 * Some columns of a file, a block of rows at a time; what is held does not grow with the file.
 * @param columns - Of `file.columns`, any but those of kind `other`.
 * @throws FormatError if pages are damaged or cut short, a value is missing, or a list column's lists
 * differ in length.
 */
export async function* parquetBlocks(
  { source, metadata }: ParquetFile,
  columns: readonly ParquetColumn[],
  where = 'parquetBlocks',
): AsyncGenerator<ParquetBlock> {
  const widths = columns.map(({ kind }): ColumnWidth => ({
    value: kind === 'list' ? undefined : 1,
  }));
  const share = Math.floor(READ_AHEAD.all / Math.max(1, columns.length));
  const windowBytes = Math.max(READ_AHEAD.least, Math.min(READ_AHEAD.most, share));
  let firstRow = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const cursors = columns.map((column, i) => {
      const chunk = group.columns.find(
        (candidate) => candidate.meta_data?.path_in_schema.join('.') === column.path,
      );
      const columnWhere = `${where}, row group ${index}`;
      if (chunk?.meta_data === undefined || chunk.file_path !== undefined) {
        throw broken(columnWhere, `no data of column '${column.name}'`);
      }
      const place = { column, metadata: chunk.meta_data, windowBytes, where: columnWhere };
      const cursorWhere = `${columnWhere}, column '${column.name}'`;
      return new ColumnCursor(columnPages(source, place), widths[i]!, cursorWhere);
    });
    for (let left = Number(group.num_rows); left > 0;) {
      for (const cursor of cursors) await cursor.fill(1);
      const width = cursors.reduce((sum, cursor) => sum + cursor.width, 0);
      const rows = Math.min(left, Math.max(1, Math.floor(BLOCK_VALUES / width)));
      for (const cursor of cursors) await cursor.fill(rows);
      yield { firstRow, rows, values: cursors.map((cursor) => cursor.take(rows)) };
      firstRow += rows;
      left -= rows;
    }
  }
}
