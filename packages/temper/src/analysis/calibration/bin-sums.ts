import { CompensatedSums } from './compensated-sums.ts';

/** What a diagram needs to know of its predictions, O(bins). */
export interface BinSums {
  /** Lower edges `[B]`. */
  readonly lower: Float64Array;
  /** Upper edges `[B]`. */
  readonly upper: Float64Array;
  /** Predictions in each bin `[B]`. */
  readonly counts: Float64Array;
  /** Sum of their confidences `[B]`. */
  readonly confidenceSums: Float64Array;
  /** How many of them are right `[B]`. */
  readonly correctSums: Float64Array;
  /** Number of predictions, with those that no bin holds. */
  readonly total: number;
}

/** Bin sums under way. */
export class RunningBinSums {
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #counts: Float64Array;
  readonly #confidences: CompensatedSums;
  readonly #correct: Float64Array;
  #total = 0;

  constructor({ lower, upper }: Pick<BinSums, 'lower' | 'upper'>) {
    this.#lower = lower;
    this.#upper = upper;
    this.#counts = new Float64Array(lower.length);
    this.#confidences = new CompensatedSums(lower.length);
    this.#correct = new Float64Array(lower.length);
  }

  /** Adds a prediction; bin −1 is none. */
  add(bin: number, confidence: number, correct: number): void {
    this.#total += 1;
    if (bin < 0) return;
    this.#counts[bin]! += 1;
    this.#confidences.add(bin, confidence);
    this.#correct[bin]! += correct;
  }

  /** Adds what others counted in the same bins. */
  merge(other: RunningBinSums): void {
    this.#total += other.#total;
    this.#confidences.addAll(other.#confidences);
    for (let b = 0; b < this.#counts.length; b++) {
      this.#counts[b]! += other.#counts[b]!;
      this.#correct[b]! += other.#correct[b]!;
    }
  }

  /** The sums so far, a copy. */
  sums(): BinSums {
    return {
      lower: this.#lower.slice(),
      upper: this.#upper.slice(),
      counts: this.#counts.slice(),
      confidenceSums: this.#confidences.values(),
      correctSums: this.#correct.slice(),
      total: this.#total,
    };
  }
}
