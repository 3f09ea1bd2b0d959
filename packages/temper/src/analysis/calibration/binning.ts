/** Names of the ways to put confidences into bins; each is one file that exports a `BinningRule`. */
export type BinningConvention = 'temper';

/** Which bin every confidence fell into, under a named convention. */
export interface Binning {
  readonly convention: BinningConvention;
  /** Lower edges `[B]`. */
  readonly lower: Float64Array;
  /** Upper edges `[B]`. */
  readonly upper: Float64Array;
  /**
   * Bin of each confidence `[N]`, in [0, B); −1 where the convention leaves it out of every bin, which
   * does not take it out of the number of predictions.
   */
  readonly membership: Int32Array;
}

/**
 * Puts confidences `[N]`, each in [0, 1], into bins. `numBins` is what the user asks for; the
 * default is the convention's own.
 */
export type BinningRule = (confidences: Float64Array, numBins?: number) => Binning;
