import type { TopLabelConfidences } from './predictions.ts';
import {
  binPredictions,
  type BinningOptions,
  diagramOf,
  type ReliabilityDiagram,
} from './reliability-diagram.ts';

/**
 * The reliability diagram of the predictions at `indices` (an index may repeat), for the bootstrap: bins
 * are made once, of all predictions, and held; only their members are drawn again.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1].
 */
export function resampledDiagram(
  predictions: TopLabelConfidences,
  options: BinningOptions = {},
): (indices: Uint32Array) => ReliabilityDiagram {
  const binning = binPredictions('resampledDiagram', predictions, options);
  return (indices) => diagramOf(binning, predictions, indices);
}
