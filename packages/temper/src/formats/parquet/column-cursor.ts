import { FormatError } from '../../base/index.ts';
import type { ColumnPage } from './pages.ts';
import { isText, type ParquetValues } from './values.ts';

/** Values per row of a column; of a list column, known from its first row on. */
export interface ColumnWidth {
  value: number | undefined;
}

/** A column of one row group, taken from row by row, whatever its pages hold. */
export class ColumnCursor {
  readonly #pages: AsyncIterator<ColumnPage>;
  readonly #width: ColumnWidth;
  readonly #where: string;
  #queue: ParquetValues[] = [];
  /** Values in the queue. */
  #ready = 0;
  /** Values seen in all. */
  #seen = 0;

  constructor(pages: AsyncIterator<ColumnPage>, width: ColumnWidth, where: string) {
    this.#pages = pages;
    this.#width = width;
    this.#where = where;
  }

  /** Values per row. */
  get width(): number {
    return this.#width.value ?? 1;
  }

  /** Reads on until that many rows are there. */
  async fill(rows: number): Promise<void> {
    while (this.#width.value === undefined || this.#ready < rows * this.#width.value) {
      const { value: page, done } = (await this.#pages.next()) as IteratorResult<
        ColumnPage,
        undefined
      >;
      if (done !== true) this.#add(page);
      else if (this.#width.value === undefined && this.#seen > 0) this.#width.value = this.#seen;
      else {
        throw new FormatError(
          `${this.#where}: expected ${rows} more rows, got ${Math.floor(this.#ready / this.width)}: it is cut short; fetch or write it again`,
        );
      }
    }
  }

  #add({ values, repetition }: ColumnPage): void {
    repetition?.forEach((level, i) => {
      const seen = this.#seen + i;
      if (level === 0 && seen > 0) this.#width.value ??= seen;
      const { value: width } = this.#width;
      const isStart = width === undefined ? seen === 0 : seen % width === 0;
      if ((level === 0) !== isStart) {
        throw new FormatError(
          `${this.#where}: expected lists of ${width ?? 'one or more'} values in every row, got another length in row ${width === undefined ? 0 : Math.floor(seen / width)} of its row group; write one value per class`,
        );
      }
    });
    this.#queue.push(values);
    this.#ready += values.length;
    this.#seen += values.length;
  }

  /** The values of the next rows, which `fill` has made ready. */
  take(rows: number): ParquetValues {
    const count = rows * this.width;
    this.#ready -= count;
    const [first] = this.#queue;
    if (first !== undefined && first.length >= count) {
      this.#queue[0] = first instanceof Array ? first.slice(count) : first.subarray(count);
      if (first.length === count) this.#queue.shift();
      return first instanceof Array ? first.slice(0, count) : first.subarray(0, count);
    }
    return this.#joined(count);
  }

  /** Takes from several pages. */
  #joined(count: number): ParquetValues {
    const parts: ParquetValues[] = [];
    for (let left = count; left > 0;) {
      const first = this.#queue.shift()!;
      const taken = Math.min(left, first.length);
      parts.push(first.slice(0, taken));
      if (taken < first.length) {
        this.#queue.unshift(isText(first) ? first.slice(taken) : first.subarray(taken));
      }
      left -= taken;
    }
    if (parts.some(isText)) return (parts as string[][]).flat();
    const numbers = parts as (Float32Array | Float64Array)[];
    const isSingle = numbers[0] instanceof Float32Array;
    const joined = isSingle ? new Float32Array(count) : new Float64Array(count);
    let at = 0;
    for (const part of numbers) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
