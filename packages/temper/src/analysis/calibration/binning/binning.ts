/** Names of the ways to put confidences into bins; each is one file that exports a `Convention`. */
export type BinningConvention =
  | 'temper'
  | 'guo'
  | 'torchmetrics'
  | 'netcal'
  | 'sklearn'
  | 'sklearn-quantile'
  | 'kumar'
  | 'kumar-width'
  | 'kull';

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
 * default is the convention's own. How many there are in the end, B, may differ: edges that coincide
 * merge, and some conventions have one bin more.
 */
export type BinningRule = (confidences: Float64Array, numBins?: number) => Binning;

/** Bins whose edges do not depend on the data, so that confidences can be binned one at a time. */
export interface FixedBins {
  /** Lower edges `[B]`. */
  readonly lower: Float64Array;
  /** Upper edges `[B]`. */
  readonly upper: Float64Array;
  /** The bin of a confidence in [0, 1]; −1 where the convention leaves it out. */
  readonly binOf: (confidence: number) => number;
}

/** One way of binning, as one library or paper does it. */
export interface Convention {
  readonly name: BinningConvention;
  /** Number of bins unless asked otherwise. */
  readonly defaultBins: number;
  /** How edges are drawn and closed, in words, to be printed beside every number. */
  readonly edges: string;
  /** Who bins so. */
  readonly source: string;
  /** Whether the source bins P(class 1) of binary problems only; see `positiveClassConfidences`. */
  readonly binaryOnly: boolean;
  /** @throws ValueRangeError if `numBins` is not a whole number of at least 1. */
  readonly bin: BinningRule;
  /**
   * The bins by themselves, for streams; `null` where the edges are drawn through the data.
   * @throws ValueRangeError if `numBins` is not a whole number of at least 1.
   */
  readonly fixedBins: ((numBins?: number) => FixedBins) | null;
}

/** What tells one convention from another, besides its edges. */
export type ConventionText = Omit<Convention, 'bin' | 'fixedBins'>;
