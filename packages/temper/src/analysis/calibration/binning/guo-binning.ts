import type { Convention } from './binning.ts';
import { fixedConvention, upperClosedBins } from './fixed-bins.ts';
import { torchLinspaceFloat32 } from './linspace.ts';

/**
 * The bins behind most published figures: (lo, hi] between PyTorch's float32 `linspace` edges. A
 * confidence of 0 is in none of them but counts in the denominator. Müller et al., When Does Label
 * Smoothing Help?, NeurIPS 2019, bins so too.
 */
export const guoConvention: Convention = fixedConvention(
  {
    name: 'guo',
    defaultBins: 15,
    edges: 'equal width (lo, hi] with float32 edges, 0 in no bin',
    source:
      'Guo et al., On Calibration of Modern Neural Networks, ICML 2017; github.com/gpleiss/temperature_scaling',
    binaryOnly: false,
  },
  (numBins) => {
    const { lower, upper, binOf } = upperClosedBins(torchLinspaceFloat32(numBins));
    return { lower, upper, binOf: (confidence) => (confidence > 0 ? binOf(confidence) : -1) };
  },
);
