import type { Convention } from './binning.ts';
import { fixedConvention, lowerClosedBins } from './fixed-bins.ts';
import { numpyLinspace } from './linspace.ts';

/**
 * The bins of netcal: [lo, hi) between NumPy's `linspace` edges, the last closed. netcal gets there
 * by clipping confidences to [ε, 1 − ε], ε = 2⁻⁵², which moves a mean by no more than that; here
 * confidences stay as they are.
 */
export const netcalConvention: Convention = fixedConvention(
  {
    name: 'netcal',
    defaultBins: 10,
    edges: 'equal width [lo, hi), 1 in the last bin',
    source: 'netcal 1.3, netcal.metrics; github.com/EFS-OpenSource/calibration-framework',
    binaryOnly: false,
  },
  (numBins) => lowerClosedBins(numpyLinspace(numBins)),
);
