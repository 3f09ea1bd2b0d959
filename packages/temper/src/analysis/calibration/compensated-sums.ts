/**
 * Running sums of many numbers, side by side. What each addition rounds away is summed too, so that the
 * error stays at the last digit however many are added, and in whatever parts and order.
 *
 * References: Ogita, Rump and Oishi, Accurate Sum and Dot Product, SIAM Journal on Scientific Computing
 * 2005 (Sum2, with Knuth's two-sum).
 */
export class CompensatedSums {
  readonly #sums: Float64Array;
  readonly #lost: Float64Array;

  constructor(length: number) {
    this.#sums = new Float64Array(length);
    this.#lost = new Float64Array(length);
  }

  add(index: number, value: number): void {
    const before = this.#sums[index]!;
    const sum = before + value;
    const added = sum - before;
    this.#sums[index] = sum;
    this.#lost[index]! += before - (sum - added) + (value - added);
  }

  /** Adds sums of the same length, each to its own. */
  addAll(other: CompensatedSums): void {
    for (let i = 0; i < this.#sums.length; i++) {
      this.add(i, other.#sums[i]!);
      this.#lost[i]! += other.#lost[i]!;
    }
  }

  /** The sum at an index. */
  value(index: number): number {
    return this.#sums[index]! + this.#lost[index]!;
  }

  /** The sums, a copy. */
  values(): Float64Array {
    return this.#sums.map((sum, i) => sum + this.#lost[i]!);
  }
}
