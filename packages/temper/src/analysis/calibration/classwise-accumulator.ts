import { assertInteger, ShapeError, ValueRangeError } from '../../base/index.ts';
import { differentBins, type FixedBinningOptions, requireFixedBins } from './binned-accumulator.ts';
import type { BinningConvention, FixedBins } from './binning/index.ts';
import { CompensatedSums } from './compensated-sums.ts';
import { diagramFromSums, type ReliabilityDiagram } from './reliability-diagram.ts';

/** Calibration error of every class, and the bins it was computed with. */
export interface ClasswiseCalibrationError {
  readonly convention: BinningConvention;
  /** Number of bins of one class; with edges drawn through the data, the most that were asked for. */
  readonly numBins: number;
  /** Expected calibration error of P(class k) against "the label is k" `[K]`. */
  readonly perClass: Float64Array;
  /** Mean over classes. */
  readonly mean: number;
  /** Sum over classes, K times the mean: what published class-wise figures look like. */
  readonly sum: number;
}

/** Rows between two times that plain sums are moved to compensated ones. */
const BLOCK_ROWS = 1024;

/**
 * Class-wise calibration errors of a stream of probability rows, in O(K·B) memory; accumulators merge.
 *
 * With n rows the error of class k is Σ_b |Σ p − hits| / n over the bins b, since the share of a bin
 * and the mean in it cancel; so only sums are kept. Of many classes most probabilities fall into the
 * first bin, which is looked for first, and whose rows are counted as those that no other bin holds.
 */
export class ClasswiseAccumulator {
  readonly numClasses: number;
  readonly #convention: BinningConvention;
  readonly #numBins: number;
  readonly #bins: FixedBins;
  /** A probability above the first and below the second is in bin 0. */
  readonly #firstAbove: number;
  readonly #firstBelow: number;
  /** Sums of the rows since the last move, `[B, K]`. */
  readonly #block: Float64Array;
  readonly #sums: CompensatedSums;
  readonly #hits: Float64Array;
  /** Rows in each bin but bin 0, which holds the others `[B, K]`. */
  readonly #counts: Float64Array;
  /** Rows that no bin holds `[K]`. */
  readonly #dropped: Float64Array;
  #rowsInBlock = 0;
  #rows = 0;

  /**
   * @throws ValueRangeError if the edges of the convention depend on the data, or a count is not a
   * whole number of at least 1.
   */
  constructor(numClasses: number, options: FixedBinningOptions = {}) {
    assertInteger('ClasswiseAccumulator', 'numClasses', numClasses, 1);
    this.#bins = requireFixedBins('ClasswiseAccumulator', options);
    const { upper, binOf } = this.#bins;
    this.numClasses = numClasses;
    this.#convention = options.binning ?? 'temper';
    this.#numBins = upper.length;
    this.#firstAbove = binOf(0) === 0 ? -Number.MIN_VALUE : 0;
    this.#firstBelow = upper[0]!;
    this.#block = new Float64Array(upper.length * numClasses);
    this.#sums = new CompensatedSums(upper.length * numClasses);
    this.#hits = new Float64Array(upper.length * numClasses);
    this.#counts = new Float64Array(upper.length * numClasses);
    this.#dropped = new Float64Array(numClasses);
  }

  /**
   * Adds an example.
   * @param probabilities - Of every class, in [0, 1]; the first K entries are read and nothing is kept.
   * @param label - Its class.
   * @throws ValueRangeError for a probability outside [0, 1] or a label outside [0, K).
   */
  addRow(probabilities: Float64Array, label: number): void {
    const { numClasses } = this;
    const block = this.#block;
    const above = this.#firstAbove;
    const below = this.#firstBelow;
    for (let k = 0; k < numClasses; k++) {
      const probability = probabilities[k]!;
      if (probability > above && probability < below) block[k]! += probability;
      else this.#addOutsideFirst(probability, k);
    }
    if (!(label >= 0 && label < numClasses)) {
      throw new ValueRangeError(
        `ClasswiseAccumulator.addRow: expected a label in [0, ${numClasses}), got ${label}`,
      );
    }
    const bin = this.#bins.binOf(probabilities[label]!);
    if (bin >= 0) this.#hits[bin * numClasses + label]! += 1;
    this.#rows += 1;
    this.#rowsInBlock += 1;
    if (this.#rowsInBlock === BLOCK_ROWS) this.#moveBlock();
  }

  /**
   * Adds the examples of another accumulator.
   * @throws ShapeError if it has other classes or bins.
   */
  merge(other: ClasswiseAccumulator): void {
    if (other.#described() !== this.#described()) {
      throw differentBins('ClasswiseAccumulator.merge', this.#described(), other.#described());
    }
    other.#moveBlock();
    this.#sums.addAll(other.#sums);
    addTo(this.#hits, other.#hits);
    addTo(this.#counts, other.#counts);
    addTo(this.#dropped, other.#dropped);
    this.#rows += other.#rows;
  }

  /**
   * The errors of what was added so far.
   * @throws ShapeError if nothing was.
   */
  errors(): ClasswiseCalibrationError {
    const rows = this.#rows;
    if (rows === 0) {
      throw new ShapeError('ClasswiseAccumulator.errors: expected at least one example, got none');
    }
    this.#moveBlock();
    const perClass = new Float64Array(this.numClasses);
    this.#sums.values().forEach((sum, i) => {
      perClass[i % this.numClasses]! += Math.abs(sum - this.#hits[i]!) / rows;
    });
    return summarizeClasses(perClass, { convention: this.#convention, numBins: this.#numBins });
  }

  /**
   * The reliability diagram of P(class `label`) against "the label is `label`".
   * @throws ValueRangeError for a label outside [0, K).
   */
  diagram(label: number): ReliabilityDiagram {
    const { numClasses } = this;
    if (!(Number.isInteger(label) && label >= 0 && label < numClasses)) {
      throw new ValueRangeError(
        `ClasswiseAccumulator.diagram: expected a label in [0, ${numClasses}), got ${label}`,
      );
    }
    this.#moveBlock();
    const { lower, upper } = this.#bins;
    const column = (sums: (index: number) => number): Float64Array =>
      Float64Array.from(lower, (_, bin) => sums(bin * numClasses + label));
    const counts = column((i) => this.#counts[i]!);
    counts[0] = counts.reduce((rest, count) => rest - count, this.#rows - this.#dropped[label]!);
    return diagramFromSums(this.#convention, {
      lower,
      upper,
      counts,
      confidenceSums: column((i) => this.#sums.value(i)),
      correctSums: column((i) => this.#hits[i]!),
      total: this.#rows,
    });
  }

  #addOutsideFirst(probability: number, k: number): void {
    if (!(probability >= 0 && probability <= 1)) {
      throw new ValueRangeError(
        `ClasswiseAccumulator.addRow: expected probabilities in [0, 1], got ${probability} for class ${k}`,
      );
    }
    const bin = this.#bins.binOf(probability);
    if (bin < 0) {
      this.#dropped[k]! += 1;
      return;
    }
    this.#block[bin * this.numClasses + k]! += probability;
    if (bin > 0) this.#counts[bin * this.numClasses + k]! += 1;
  }

  /** Plain sums of few rows lose next to nothing, and cost a fraction of compensated ones. */
  #moveBlock(): void {
    if (this.#rowsInBlock === 0) return;
    this.#block.forEach((sum, i) => {
      this.#sums.add(i, sum);
    });
    this.#block.fill(0);
    this.#rowsInBlock = 0;
  }

  #described(): string {
    return `${this.numClasses} classes and ${this.#numBins} bins by ${this.#convention}`;
  }
}

function addTo(sums: Float64Array, others: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += others[i]!;
}

/** Mean and sum of the errors of every class. */
export function summarizeClasses(
  perClass: Float64Array,
  bins: Pick<ClasswiseCalibrationError, 'convention' | 'numBins'>,
): ClasswiseCalibrationError {
  const sum = perClass.reduce((total, error) => total + error, 0);
  return { ...bins, perClass, mean: sum / perClass.length, sum };
}
