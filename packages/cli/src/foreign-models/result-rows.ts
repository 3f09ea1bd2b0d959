import { type FloatTensor, type HostTensor, hostTensor } from 'temper';
import { UserError } from '../user-error.ts';

/** Rows of floating point that come some at a time; what is more than asked for is left out. */
export class ResultRows {
  readonly #where: string;
  readonly #size: number;
  #tensor: FloatTensor | null = null;

  constructor(where: string, size: number) {
    this.#where = where;
    this.#size = size;
  }

  /**
   * Takes the first `count` rows of a result that should have `taken` of them.
   * @throws UserError if it has another number, or other widths than before.
   */
  add(
    { dtype, shape, data }: HostTensor,
    {
      start,
      count,
      taken,
    }: { readonly start: number; readonly count: number; readonly taken: number },
  ): void {
    const [rows, width = 0] = shape;
    this.#tensor ??= makeRows(dtype, this.#size, width);
    if (rows !== taken || width !== this.#tensor.shape[1]) {
      throw new UserError(
        `${this.#where}: expected a row of results for each of ${taken} examples, got ${shape.join('×')}; the model has to score each example by itself`,
      );
    }
    const wanted = Math.min(count, this.#size - start);
    if (wanted <= 0) return;
    const values = data as FloatTensor['data'];
    this.#tensor.data.set(values.subarray(0, wanted * width), start * width);
  }

  tensor(): FloatTensor | null {
    return this.#tensor;
  }
}

function makeRows(dtype: HostTensor['dtype'], size: number, width: number): FloatTensor {
  return dtype === 'float64'
    ? hostTensor('float64', [size, width], new Float64Array(size * width))
    : hostTensor('float32', [size, width], new Float32Array(size * width));
}
