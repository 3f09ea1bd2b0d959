import type { Convention } from './binning.ts';
import { fixedConvention, lowerClosedBins, withBinForOne } from './fixed-bins.ts';
import { torchLinspace } from './linspace.ts';

/**
 * The bins of torchmetrics: [lo, hi) between PyTorch's `linspace` edges in float64, and one bin more for
 * a confidence of exactly 1. Its binary metric compares P(class 1) with the target; see
 * `positiveClassConfidences`. Its multiclass metric rounds confidences and edges to float32 first,
 * which is not done here.
 */
export const torchmetricsConvention: Convention = fixedConvention(
  {
    name: 'torchmetrics',
    defaultBins: 15,
    edges: 'equal width [lo, hi), 1 in a bin of its own',
    source: 'torchmetrics 1.9, functional.classification.calibration_error',
    binaryOnly: false,
  },
  (numBins) => withBinForOne(lowerClosedBins(torchLinspace(numBins))),
);
