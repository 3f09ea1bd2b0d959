/** A mean with its standard error, `null` when a single example leaves it unknown. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the mean: √(Σ(v − mean)² / (n(n−1))) over n independent examples. */
  readonly standardError: number | null;
  readonly count: number;
}

/**
 * Mean and spread of a stream of numbers, in one pass and constant memory.
 *
 * Updates the mean and the sum of squared deviations together, so that values far from zero with a
 * small spread lose no digits, as they would in Σv² − n·mean².
 *
 * References: Welford, Note on a Method for Calculating Corrected Sums of Squares and Products,
 * Technometrics 1962.
 */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
  }

  /** Adds what another has taken in; as if its values had been added here. */
  merge(other: RunningMoments): void {
    const count = this.#count + other.#count;
    if (count === 0) return;
    const apart = other.#mean - this.#mean;
    this.#mean += (apart * other.#count) / count;
    this.#squares += other.#squares + (apart * apart * this.#count * other.#count) / count;
    this.#count = count;
  }

  /** How many values were added. */
  get count(): number {
    return this.#count;
  }

  /** Mean of what was added; 0 before anything was. */
  get mean(): number {
    return this.#mean;
  }

  /** Spread of the values themselves, √(Σ(v − mean)² / n); 0 before anything was added. */
  get standardDeviation(): number {
    return Math.sqrt(this.#squares / Math.max(this.#count, 1));
  }

  /** Spread relative to the mean, `null` when the mean is 0. */
  get coefficientOfVariation(): number | null {
    return this.#mean === 0 ? null : this.standardDeviation / Math.abs(this.#mean);
  }

  /** The mean as an estimate from independent examples. */
  estimate(): Estimate {
    const count = this.#count;
    const standardError = count > 1 ? Math.sqrt(this.#squares / (count * (count - 1))) : null;
    return { mean: this.#mean, standardError, count };
  }
}

/** The mean of some values, as an estimate from independent examples. */
export function estimateOf(values: ArrayLike<number>): Estimate {
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i++) moments.add(values[i]!);
  return moments.estimate();
}
