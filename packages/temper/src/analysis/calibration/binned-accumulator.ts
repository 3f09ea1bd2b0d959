import { ShapeError, ValueRangeError } from '../../base/index.ts';
import { RunningBinSums } from './bin-sums.ts';
import { type BinningConvention, CONVENTIONS, type FixedBins } from './binning/index.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { diagramFromSums, type ReliabilityDiagram } from './reliability-diagram.ts';

/** Bins that are known before the data. */
export interface FixedBinningOptions {
  /** A convention of fixed edges, neither `kumar` nor `sklearn-quantile`. Default `temper`. */
  readonly binning?: BinningConvention;
  /** Number of bins. Default: the convention's own. */
  readonly numBins?: number;
}

/**
 * The bins of a convention, for those who see predictions one at a time.
 * @throws ValueRangeError if its edges depend on the data or `numBins` is not a whole number of at
 * least 1.
 */
export function requireFixedBins(
  where: string,
  { binning = 'temper', numBins }: FixedBinningOptions,
): FixedBins {
  const { fixedBins, edges } = CONVENTIONS[binning];
  if (fixedBins === null) {
    throw new ValueRangeError(
      `${where}: expected a convention with fixed edges, got ${binning} (${edges}); keep the confidences and use reliabilityDiagram, or take temper`,
    );
  }
  return fixedBins(numBins);
}

/** The error of two accumulators whose bins are not the same. */
export function differentBins(where: string, wanted: string, got: string): ShapeError {
  return new ShapeError(`${where}: expected an accumulator of ${wanted}, got one of ${got}`);
}

/**
 * A reliability diagram of more predictions than fit in memory: they are read once, in O(bins) memory,
 * by as many readers as there are, whose accumulators are merged in the end. The diagram is that of
 * `reliabilityDiagram` on all of them at once.
 */
export class BinnedAccumulator {
  readonly #convention: BinningConvention;
  readonly #binOf: (confidence: number) => number;
  readonly #sums: RunningBinSums;
  readonly #numBins: number;

  /**
   * @throws ValueRangeError if the edges of the convention depend on the data or `numBins` is not a
   * whole number of at least 1.
   */
  constructor(options: FixedBinningOptions = {}) {
    const bins = requireFixedBins('BinnedAccumulator', options);
    this.#convention = options.binning ?? 'temper';
    this.#binOf = bins.binOf;
    this.#numBins = bins.lower.length;
    this.#sums = new RunningBinSums(bins);
  }

  /**
   * Adds a prediction.
   * @param correct - 1 if it was right, else 0.
   * @throws ValueRangeError for a confidence outside [0, 1].
   */
  add(confidence: number, correct: number): void {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new ValueRangeError(
        `BinnedAccumulator.add: expected a confidence in [0, 1], got ${confidence}`,
      );
    }
    this.#sums.add(this.#binOf(confidence), confidence, correct);
  }

  /**
   * Adds many predictions.
   * @throws ShapeError if counts differ; ValueRangeError for a confidence outside [0, 1], by when
   * those before it are added.
   */
  addAll({ confidences, correct }: TopLabelConfidences): void {
    if (confidences.length !== correct.length) {
      throw new ShapeError(
        `BinnedAccumulator.addAll: expected as many confidences as correctness flags, got ${confidences.length} and ${correct.length}`,
      );
    }
    for (let n = 0; n < confidences.length; n++) this.add(confidences[n]!, correct[n]!);
  }

  /**
   * Adds the predictions of another accumulator, which stays as it is.
   * @throws ShapeError if it has other bins.
   */
  merge(other: BinnedAccumulator): void {
    if (other.#convention !== this.#convention || other.#numBins !== this.#numBins) {
      throw differentBins('BinnedAccumulator.merge', this.#bins(), other.#bins());
    }
    this.#sums.merge(other.#sums);
  }

  /**
   * The diagram of what was added so far.
   * @throws ShapeError if nothing was.
   */
  diagram(): ReliabilityDiagram {
    const sums = this.#sums.sums();
    if (sums.total === 0) {
      throw new ShapeError('BinnedAccumulator.diagram: expected at least one prediction, got none');
    }
    return diagramFromSums(this.#convention, sums);
  }

  #bins(): string {
    return `${this.#numBins} bins by ${this.#convention}`;
  }
}
