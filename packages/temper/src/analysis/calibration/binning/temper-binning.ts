import type { BinningRule, Convention } from './binning.ts';
import { fixedConvention, upperClosedBins } from './fixed-bins.ts';
import { dividedEdges } from './linspace.ts';

/**
 * Temper's own bins: equal width, (lo, hi], 15 unless asked otherwise, with confidence 0 in the first
 * bin, so that every confidence lands in exactly one. Edges are b/numBins, correctly rounded, and
 * confidences are compared with them as doubles.
 */
export const temperConvention: Convention = fixedConvention(
  {
    name: 'temper',
    defaultBins: 15,
    edges: 'equal width (lo, hi], 0 in the first bin',
    source: 'Temper: the bins of Guo et al., ICML 2017, with none left out',
    binaryOnly: false,
  },
  (numBins) => upperClosedBins(dividedEdges(numBins)),
);

/**
 * Bins by the convention `temper`, the default everywhere.
 * @throws ValueRangeError if `numBins` is not a whole number of at least 1.
 */
export const temperBinning: BinningRule = temperConvention.bin;
