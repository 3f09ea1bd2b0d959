import { assertWithin, Rng, ShapeError } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import type { Predictions } from '../calibration/index.ts';
import type { FloatTensor } from '../statistics/index.ts';

/** Predictions in two parts: one to fit on and one to judge by. */
export interface FitAndJudge {
  readonly fit: Predictions;
  /** What the judging examples are rows of; they are not copied. */
  readonly whole: Predictions;
  /** Which rows these are, ascending. */
  readonly judgeRows: Uint32Array;
}

/** How predictions are divided. */
export interface SplitOptions {
  /** Share of the examples to fit on, in (0, 1). Default 0.5. */
  readonly fraction?: number;
  /** Same seed, same split. Default 0. */
  readonly seed?: number;
}

/** The examples at some rows, in their order. */
export function takeExamples({ logits, labels }: Predictions, rows: Uint32Array): Predictions {
  return { logits: takeRows(logits, rows), labels: Int32Array.from(rows, (row) => labels[row]!) };
}

/**
 * Divides examples at random; each part keeps the order of the whole.
 * @throws ShapeError if there are fewer than two examples; ValueRangeError for a fraction out of range.
 */
export function splitExamples(
  predictions: Predictions,
  { fraction = 0.5, seed = 0 }: SplitOptions = {},
): FitAndJudge {
  const count = predictions.labels.length;
  assertWithin('splitExamples', 'fraction', fraction, {
    minimum: 0,
    maximum: 1,
    openMinimum: true,
    openMaximum: true,
  });
  if (count < 2) {
    throw new ShapeError(
      `splitExamples: expected at least 2 examples, got ${count}; fit and judge on the same ones (in-sample), or bring more`,
    );
  }
  const fitted = Math.min(Math.max(Math.round(fraction * count), 1), count - 1);
  const order = Rng.fromSeed(seed).permutation(count);
  const judgeRows = order.slice(fitted).sort();
  return {
    fit: takeExamples(predictions, order.slice(0, fitted).sort()),
    whole: predictions,
    judgeRows,
  };
}

function takeRows({ dtype, shape, data }: FloatTensor, rows: Uint32Array): FloatTensor {
  const columns = shape[1]!;
  const taken =
    dtype === 'float32'
      ? new Float32Array(rows.length * columns)
      : new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return hostTensor(dtype, [rows.length, columns], taken);
}
