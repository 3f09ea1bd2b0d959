import { assertInteger, Rng, ShapeError } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import type { Predictions } from '../calibration/index.ts';
import type { FitChoice } from './audit.ts';
import { asLogits, type AuditedPredictions } from './audit-predictions.ts';
import { takeExamples } from './split-examples.ts';

/** How many rows a sample holds at most, and which. */
export interface PredictionSampleOptions {
  /** At least 1. */
  readonly capacity: number;
  /** Same seed, same rows, in whatever blocks they come. Default 0. */
  readonly seed?: number;
}

/** Rows of a stream to fit on. */
export interface FittingRows {
  readonly fit: Predictions;
  /** Numbers in the stream, from 0, of the rows that must not judge: those of `fit`, or none in-sample. */
  readonly held: ReadonlySet<number>;
}

/**
 * A random sample of a stream of predictions, every row as likely as any other: all of them as long as
 * they fit.
 *
 * References: Vitter, Random Sampling with a Reservoir, ACM TOMS 1985 (algorithm R).
 */
export class PredictionSample {
  readonly #capacity: number;
  readonly #seed: number;
  readonly #rng: Rng;
  #data: Float32Array | Float64Array = new Float32Array(0);
  #numClasses = 0;
  readonly #labels: Int32Array;
  /** Which row of the stream is kept at each place. */
  readonly #rows: Float64Array;
  #seen = 0;

  /** @throws ValueRangeError unless `capacity` is a whole number of at least 1. */
  constructor({ capacity, seed = 0 }: PredictionSampleOptions) {
    assertInteger('PredictionSample', 'capacity', capacity, 1);
    this.#capacity = capacity;
    this.#seed = seed;
    this.#rng = Rng.fromSeed(seed).fork('sample');
    this.#labels = new Int32Array(capacity);
    this.#rows = new Float64Array(capacity);
  }

  /** How many rows are held. */
  get size(): number {
    return Math.min(this.#seen, this.#capacity);
  }

  /**
   * Offers the next rows of the stream.
   * @throws ShapeError if they have other classes than those before.
   */
  add(block: AuditedPredictions): void {
    const { logits, labels } = asLogits(block).predictions;
    const numClasses = logits.shape[1]!;
    if (this.#seen === 0) {
      this.#numClasses = numClasses;
      const length = this.#capacity * numClasses;
      this.#data = logits.dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
    }
    if (numClasses !== this.#numClasses) {
      throw new ShapeError(
        `PredictionSample.add: expected rows of ${this.#numClasses} classes, got ${numClasses}`,
      );
    }
    labels.forEach((label, n) => {
      const row = this.#seen++;
      const place = row < this.#capacity ? row : this.#rng.integer(row + 1);
      if (place >= this.#capacity) return;
      this.#data.set(
        logits.data.subarray(n * numClasses, (n + 1) * numClasses),
        place * numClasses,
      );
      this.#labels[place] = label;
      this.#rows[place] = row;
    });
  }

  /**
   * The rows held, as logits.
   * @throws ShapeError if nothing was added.
   */
  predictions(): Predictions {
    const { size } = this;
    if (size === 0) {
      throw new ShapeError('PredictionSample: expected at least one row, got none');
    }
    const data = this.#data.subarray(0, size * this.#numClasses);
    const shape = [size, this.#numClasses];
    return {
      logits:
        data instanceof Float32Array
          ? hostTensor('float32', shape, data)
          : hostTensor('float64', shape, data),
      labels: this.#labels.slice(0, size),
    };
  }

  /**
   * Rows to fit on: in-sample all that are held, else a share of all rows seen, or as much of it as is
   * held. Of a stream that was held whole they are those of `splitExamples`. Null where a single row
   * would have to both fit and judge.
   */
  fittingRows(choice: FitChoice): FittingRows | null {
    const all = this.predictions();
    if (choice.kind === 'in-sample') return { fit: all, held: new Set() };
    if (this.#seen < 2) return null;
    const wanted = Math.max(Math.round(choice.fraction * this.#seen), 1);
    const places = Rng.fromSeed(this.#seed)
      .permutation(this.size)
      .slice(0, Math.min(wanted, this.#seen - 1))
      .sort();
    return {
      fit: takeExamples(all, places),
      held: new Set(Array.from(places, (place) => this.#rows[place]!)),
    };
  }
}
