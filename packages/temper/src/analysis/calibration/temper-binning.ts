import { assertInteger } from '../../base/index.ts';
import type { Binning } from './binning.ts';

/**
 * Temper's binning: bins of equal width (lo, hi], 15 unless asked otherwise, with confidence 0 in
 * the first bin, so that every confidence lands in exactly one bin. Edges are b/numBins, correctly
 * rounded, and confidences are compared with them as doubles.
 * @throws ValueRangeError if `numBins` is not a whole number of at least 1.
 */
export function temperBinning(confidences: Float64Array, numBins = 15): Binning {
  assertInteger('temperBinning', 'numBins', numBins, 1);
  const edge = (b: number): number => b / numBins;
  const membership = new Int32Array(confidences.length);
  for (let n = 0; n < confidences.length; n++) {
    const confidence = confidences[n]!;
    let bin = Math.min(Math.max(Math.ceil(confidence * numBins) - 1, 0), numBins - 1);
    // The product may round across an edge; the stated edges decide.
    if (bin > 0 && confidence <= edge(bin)) bin -= 1;
    else if (confidence > edge(bin + 1)) bin += 1;
    membership[n] = bin;
  }
  return {
    convention: 'temper',
    lower: Float64Array.from({ length: numBins }, (_, b) => edge(b)),
    upper: Float64Array.from({ length: numBins }, (_, b) => edge(b + 1)),
    membership,
  };
}
