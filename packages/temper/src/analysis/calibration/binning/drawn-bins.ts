import { assertInteger, ShapeError } from '../../../base/index.ts';
import type { Convention, ConventionText } from './binning.ts';

/**
 * A convention whose edges are drawn through the data: bins (lo, hi], the first closed. Upper edges that
 * coincide are one edge, and equal confidences are always in one bin.
 * @param edgesOf - From the sorted confidences and the number of bins: the lower end of the first
 * bin, then upper edges that do not fall, the last not below any confidence.
 */
export function drawnConvention(
  text: ConventionText,
  edgesOf: (sorted: Float64Array, numBins: number) => readonly number[],
): Convention {
  return {
    ...text,
    fixedBins: null,
    bin: (confidences, numBins = text.defaultBins) => {
      const where = `${text.name} binning`;
      assertInteger(where, 'numBins', numBins, 1);
      if (confidences.length === 0) {
        throw new ShapeError(`${where}: expected at least one confidence to draw edges, got none`);
      }
      const [start, ...ends] = edgesOf(confidences.toSorted(), numBins);
      const upper = Float64Array.from(new Set(ends));
      const lower = Float64Array.of(start!, ...upper.subarray(0, -1));
      const membership = Int32Array.from(confidences, (confidence) =>
        firstNotBelow(upper, confidence),
      );
      return { convention: text.name, lower, upper, membership };
    },
  };
}

/** Index of the first of rising edges that is not below a confidence. */
function firstNotBelow(edges: Float64Array, confidence: number): number {
  let [low, high] = [0, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < confidence) low = middle + 1;
    else high = middle;
  }
  return low;
}
