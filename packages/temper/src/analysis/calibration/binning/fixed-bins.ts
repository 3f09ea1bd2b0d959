import { assertInteger } from '../../../base/index.ts';
import type { Convention, ConventionText, FixedBins } from './binning.ts';

/**
 * Bins (lo, hi] between edges `[B + 1]` that rise from 0 to 1 in nearly equal steps, 0 in the first.
 * Confidences are compared with the edges as doubles.
 */
export function upperClosedBins(edges: Float64Array): FixedBins {
  const numBins = edges.length - 1;
  const binOf = (confidence: number): number => {
    let bin = Math.min(Math.max(Math.ceil(confidence * numBins) - 1, 0), numBins - 1);
    // The product may round across an edge; the stated edges decide.
    while (bin > 0 && confidence <= edges[bin]!) bin -= 1;
    while (confidence > edges[bin + 1]!) bin += 1;
    return bin;
  };
  return { lower: edges.slice(0, -1), upper: edges.slice(1), binOf };
}

/**
 * Bins [lo, hi) between edges `[B + 1]` that rise from 0 to 1 in nearly equal steps, the last of them
 * closed. Confidences are compared with the edges as doubles.
 */
export function lowerClosedBins(edges: Float64Array): FixedBins {
  const numBins = edges.length - 1;
  const binOf = (confidence: number): number => {
    if (confidence >= 1) return numBins - 1;
    let bin = Math.floor(confidence * numBins);
    // The product may round across an edge; the stated edges decide.
    while (bin === numBins || confidence < edges[bin]!) bin -= 1;
    while (confidence >= edges[bin + 1]!) bin += 1;
    return bin;
  };
  return { lower: edges.slice(0, -1), upper: edges.slice(1), binOf };
}

/** The same bins and one more, [1, 1], which takes confidence 1 out of the last. */
export function withBinForOne({ lower, upper, binOf }: FixedBins): FixedBins {
  return {
    lower: Float64Array.of(...lower, 1),
    upper: Float64Array.of(...upper, 1),
    binOf: (confidence) => (confidence >= 1 ? lower.length : binOf(confidence)),
  };
}

/** A convention whose bins are known before the data. */
export function fixedConvention(
  text: ConventionText,
  binsOf: (numBins: number) => FixedBins,
): Convention {
  const fixedBins = (numBins = text.defaultBins): FixedBins => {
    assertInteger(`${text.name} binning`, 'numBins', numBins, 1);
    return binsOf(numBins);
  };
  return {
    ...text,
    fixedBins,
    bin: (confidences, numBins) => {
      const { lower, upper, binOf } = fixedBins(numBins);
      const membership = new Int32Array(confidences.length);
      for (let n = 0; n < confidences.length; n++) membership[n] = binOf(confidences[n]!);
      return { convention: text.name, lower, upper, membership };
    },
  };
}
