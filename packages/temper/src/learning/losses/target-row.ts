import { assertInteger, assertWithin } from '../../base/index.ts';
import { paddingOf, resolveSmoothing, type SmoothingOptions } from './smoothing.ts';

/**
 * The target distribution that `smoothedCrossEntropy` gives an example of class `label`.
 *
 * Sums to 1; all zeros when the label is the padding, whose rows count for nothing. Class weights are
 * not part of it.
 * @returns K probabilities.
 * @throws ValueRangeError if the label is not a class, and as `smoothedCrossEntropy` does.
 * @example targetRow({ numClasses: 4, label: 2, alpha: 0.1 }) // 0.025, 0.025, 0.925, 0.025
 */
export function targetRow(
  options: SmoothingOptions & { readonly numClasses: number; readonly label: number },
): Float64Array {
  const { numClasses, label } = options;
  assertInteger('targetRow', 'numClasses', numClasses, 1);
  assertInteger('targetRow', 'label', label);
  assertWithin('targetRow', 'label', label, { minimum: 0, maximum: numClasses - 1 });
  const { keep, floor } = resolveSmoothing('targetRow', options, numClasses);
  const row = new Float64Array(numClasses);
  if (label === paddingOf('targetRow', options, numClasses)) return row;
  row.set(typeof floor === 'number' ? row.fill(floor) : floor);
  row[label]! += keep;
  return row;
}
