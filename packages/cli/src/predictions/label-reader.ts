import { FormatError } from 'temper';

/** Labels as a table has them. */
export interface StoredLabels {
  readonly rows: number;
  /** A label as a number, NaN where it is text. */
  readonly number: (row: number) => number;
  readonly text: (row: number) => string;
  /** A row as users find it, for an error. */
  readonly rowName: (row: number) => string;
}

/** Turns labels, numbers or names, into classes. */
export class LabelReader {
  readonly #where: string;
  readonly #numClasses: number;
  readonly #classes: Map<string, number>;
  readonly #learns: boolean;

  /**
   * @param numClasses - K; undefined where the file does not say: then any whole number is a class,
   *   and names become classes in the order they come in.
   */
  constructor(where: string, numClasses: number | undefined, classNames: readonly string[] = []) {
    this.#where = where;
    this.#numClasses = numClasses ?? 2 ** 31 - 1;
    this.#learns = numClasses === undefined;
    this.#classes = new Map(classNames.map((name, index) => [name, index]));
  }

  /** Names seen, where labels are names. */
  get names(): readonly string[] | undefined {
    return this.#learns && this.#classes.size > 0 ? [...this.#classes.keys()] : undefined;
  }

  /**
   * The classes of labels.
   * @throws FormatError naming the first row whose label is none.
   */
  read(stored: StoredLabels): Int32Array {
    const labels = new Int32Array(stored.rows);
    for (let row = 0; row < labels.length; row++) {
      const number = stored.number(row);
      const isClass = Number.isInteger(number) && number >= 0 && number < this.#numClasses;
      if (isClass && !(this.#learns && this.#classes.size > 0)) labels[row] = number;
      else if (isClass || Number.isNaN(number)) labels[row] = this.#byName(stored, row);
      else throw this.#wrong(stored.rowName(row), String(number));
    }
    return labels;
  }

  #byName({ text, rowName }: StoredLabels, row: number): number {
    const name = text(row);
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    if (!this.#learns || name === '') {
      throw this.#wrong(rowName(row), name === '' ? 'nothing' : `'${name.slice(0, 40)}'`);
    }
    this.#classes.set(name, this.#classes.size);
    return this.#classes.size - 1;
  }

  #wrong(row: string, got: string): FormatError {
    if (this.#learns) {
      return new FormatError(
        `${this.#where}, ${row}: expected a label (a whole number from 0, or a name), got ${got}`,
      );
    }
    const names = this.#classes.size > 0 ? ', or a class name from the header' : '';
    return new FormatError(
      `${this.#where}, ${row}: expected a label in [0, ${this.#numClasses})${names}, got ${got}; leave such rows out or count classes from 0`,
    );
  }
}
