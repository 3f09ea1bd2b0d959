import type { Convention } from './binning.ts';
import { fixedConvention, upperClosedBins } from './fixed-bins.ts';
import { numpyLinspace } from './linspace.ts';

/**
 * The bins of scikit-learn's `calibration_curve(strategy="uniform")`: (lo, hi] between NumPy's
 * `linspace` edges, 0 in the first. scikit-learn bins P(class 1) and leaves empty bins out of its curve.
 */
export const sklearnConvention: Convention = fixedConvention(
  {
    name: 'sklearn',
    defaultBins: 5,
    edges: 'equal width (lo, hi], 0 in the first bin',
    source: 'scikit-learn 1.9, sklearn.calibration.calibration_curve, strategy uniform',
    binaryOnly: true,
  },
  (numBins) => upperClosedBins(numpyLinspace(numBins)),
);
