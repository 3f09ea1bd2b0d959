import { type ByteSource, openCsv, openParquet, parquetBlocks, type ParquetBlock } from 'temper';
import type { TableColumn } from './column-roles.ts';

/** Rows of some columns of a table; a column is counted among those asked for. */
export interface TableRows {
  readonly rows: number;
  readonly firstRow: number;
  /** A row as users find it. */
  readonly rowName: (row: number) => string;
  /** A value as a number, NaN where it is none. */
  readonly number: (row: number, column: number) => number;
  readonly text: (row: number, column: number) => string;
  /** The numbers of all columns from `first` on, row after row; where lists are, the lists. */
  readonly matrix: (first: number) => Float32Array | Float64Array;
}

/** A table that is read block by block. */
export interface Table {
  readonly columns: readonly TableColumn[];
  /** Some columns, by their numbers; can be asked for once. */
  readonly read: (columns: readonly number[]) => AsyncIterable<TableRows>;
}

/** Opens a CSV file. Throws FormatError as `openCsv`. */
export async function csvTable(source: ByteSource, where: string): Promise<Table> {
  const { names, blocks } = await openCsv(pieces(source), where);
  const columns = names.map((name): TableColumn => ({ name, kind: 'unknown' }));
  return {
    columns,
    async *read(chosen) {
      for await (const { rows, firstRow, line, number, text } of blocks) {
        yield {
          rows,
          firstRow,
          rowName: (row) => `line ${line(row)}`,
          number: (row, column) => number(row, chosen[column]!),
          text: (row, column) => text(row, chosen[column]!),
          matrix: (first) => {
            const width = chosen.length - first;
            const values = new Float64Array(rows * width);
            for (let row = 0, at = 0; row < rows; row++) {
              for (let k = first; k < chosen.length; k++) values[at++] = number(row, chosen[k]!);
            }
            return values;
          },
        };
      }
    },
  };
}

async function* pieces(source: ByteSource): AsyncGenerator<Uint8Array> {
  const size = 1 << 20;
  for (let at = 0; at < source.byteLength; at += size) {
    yield await source.slice(at, Math.min(at + size, source.byteLength));
  }
}

/** Opens a Parquet file. Throws FormatError as `openParquet`. */
export async function parquetTable(source: ByteSource, where: string): Promise<Table> {
  const file = await openParquet(source, where);
  return {
    columns: file.columns,
    async *read(chosen) {
      const columns = chosen.map((index) => file.columns[index]!);
      for await (const block of parquetBlocks(file, columns, where)) yield parquetRows(block);
    },
  };
}

function parquetRows({ rows, firstRow, values }: ParquetBlock): TableRows {
  return {
    rows,
    firstRow,
    rowName: (row) => `row ${firstRow + row}`,
    number: (row, column) => {
      const value = values[column]![row]!;
      if (typeof value === 'number') return value;
      return value.trim() === '' ? Number.NaN : Number(value);
    },
    text: (row, column) => String(values[column]![row]),
    matrix: (first) => {
      const columns = values.slice(first) as (Float32Array | Float64Array)[];
      const [only] = columns;
      if (columns.length === 1 && only !== undefined) return only;
      const width = columns.length;
      const isSingle = columns.every((column) => column instanceof Float32Array);
      const joined = isSingle ? new Float32Array(rows * width) : new Float64Array(rows * width);
      columns.forEach((column, k) => {
        for (let row = 0, at = k; row < rows; row++, at += width) joined[at] = column[row]!;
      });
      return joined;
    },
  };
}
