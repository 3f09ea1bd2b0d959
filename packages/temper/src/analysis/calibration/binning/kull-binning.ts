import type { Convention } from './binning.ts';
import { fixedConvention, lowerClosedBins, withBinForOne } from './fixed-bins.ts';
import { numpyLinspace } from './linspace.ts';

/**
 * The bins of the class-wise errors of Dirichlet calibration: [lo, hi) between NumPy's `linspace` edges,
 * and one bin more for a probability of exactly 1. Its code counts edges, of which 15 make the 14 bins
 * that are the default here: for its `bins=n` ask for n − 1.
 */
export const kullConvention: Convention = fixedConvention(
  {
    name: 'kull',
    defaultBins: 14,
    edges: 'equal width [lo, hi), 1 in a bin of its own',
    source:
      'Kull et al., Beyond Temperature Scaling, NeurIPS 2019; github.com/dirichletcal/experiments_dnn',
    binaryOnly: false,
  },
  (numBins) => withBinForOne(lowerClosedBins(numpyLinspace(numBins))),
);
