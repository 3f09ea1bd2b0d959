import { assertInteger, ValueRangeError } from '../../base/index.ts';

/** How values are counted. */
export interface HistogramOptions {
  /** Number of bins of equal width. */
  readonly numBins: number;
  /** Ends of the first and the last bin, to draw several histograms on one axis. Default: the data's. */
  readonly range?: readonly [number, number];
}

/** Counts of values in bins [edge, next edge), the last bin closed. */
export interface Histogram {
  /** Ascending, one more than there are bins. */
  readonly binEdges: readonly number[];
  readonly counts: readonly number[];
  /** Values outside the range, so that nothing disappears. */
  readonly below: number;
  readonly above: number;
}

/** The data's own range; half a unit to each side when all values are the same. */
function rangeOf(values: ArrayLike<number>): [number, number] {
  let [lower, upper] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    lower = Math.min(lower, values[i]!);
    upper = Math.max(upper, values[i]!);
  }
  return lower === upper ? [lower - 0.5, upper + 0.5] : [lower, upper];
}

/**
 * Counts values in bins of equal width.
 * @param values - Any finite numbers; at least one unless `range` is given.
 * @throws ValueRangeError if the range is not finite and ascending, or a value is NaN.
 */
export function histogram(values: ArrayLike<number>, options: HistogramOptions): Histogram {
  const { numBins, range = rangeOf(values) } = options;
  assertInteger('histogram', 'numBins', numBins, 1);
  const [lower, upper] = range;
  const width = upper - lower;
  if (!(width > 0) || !Number.isFinite(width)) {
    throw new ValueRangeError(
      `histogram: expected finite values and a range that ascends, got [${lower}, ${upper}] for ${values.length} values`,
    );
  }
  const binEdges = Array.from({ length: numBins + 1 }, (_, i) => lower + (width * i) / numBins);
  binEdges[numBins] = upper;
  const counts = new Array<number>(numBins).fill(0);
  let [below, above] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value))
      throw new ValueRangeError(`histogram: expected numbers, got NaN at ${i}`);
    if (value < lower) below += 1;
    else if (value > upper) above += 1;
    else {
      let bin = Math.min(Math.floor(((value - lower) / width) * numBins), numBins - 1);
      // Rounding in the quotient may miss a value's bin by one; the stated edges decide.
      if (value < binEdges[bin]!) bin -= 1;
      else if (bin < numBins - 1 && value >= binEdges[bin + 1]!) bin += 1;
      counts[bin] = counts[bin]! + 1;
    }
  }
  return { binEdges, counts, below, above };
}
