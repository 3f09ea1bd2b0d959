import type { Convention } from './binning.ts';
import { fixedConvention, upperClosedBins } from './fixed-bins.ts';
import { dividedEdges } from './linspace.ts';

/**
 * The equal-width bins of verified_calibration (`get_ece`): edges b/numBins, (lo, hi], 0 in the first.
 * The same bins as `temper`, under the name to be cited.
 */
export const kumarWidthConvention: Convention = fixedConvention(
  {
    name: 'kumar-width',
    defaultBins: 15,
    edges: 'equal width (lo, hi], 0 in the first bin',
    source:
      'Kumar et al., Verified Uncertainty Calibration, NeurIPS 2019; github.com/p-lambda/verified_calibration',
    binaryOnly: false,
  },
  (numBins) => upperClosedBins(dividedEdges(numBins)),
);
