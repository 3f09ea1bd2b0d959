import type { Convention } from './binning.ts';
import { drawnConvention } from './drawn-bins.ts';

/**
 * The equal-mass bins of verified_calibration, its default: the sorted confidences are cut into
 * `numBins` runs whose lengths differ by at most one, the longer ones first, and edges lie midway between
 * the neighbours of each cut. Edges that coincide are merged, so that ties stay together and there may be
 * fewer bins; never more than confidences.
 */
export const kumarConvention: Convention = drawnConvention(
  {
    name: 'kumar',
    defaultBins: 15,
    edges: 'equal mass (lo, hi], edges midway between neighbours, equal edges merged',
    source:
      'Kumar et al., Verified Uncertainty Calibration, NeurIPS 2019; github.com/p-lambda/verified_calibration',
    binaryOnly: false,
  },
  (sorted, numBins) => {
    const runs = Math.min(numBins, sorted.length);
    const length = Math.floor(sorted.length / runs);
    const longer = sorted.length % runs;
    const cuts = Array.from(
      { length: runs - 1 },
      (_, i) => (i + 1) * length + Math.min(i + 1, longer),
    );
    return [0, ...cuts.map((cut) => (sorted[cut - 1]! + sorted[cut]!) / 2), 1];
  },
);
