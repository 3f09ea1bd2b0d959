import { ShapeError, ValueRangeError } from '../../base/index.ts';
import type { TopLabelConfidences } from './predictions.ts';

/**
 * Requires confidences that can be judged.
 * @throws ShapeError if there are none or counts differ; ValueRangeError naming the row of a
 * confidence outside [0, 1] or NaN.
 */
export function assertTopLabel(where: string, { confidences, correct }: TopLabelConfidences): void {
  if (confidences.length === 0 || confidences.length !== correct.length) {
    throw new ShapeError(
      `${where}: expected as many confidences as correctness flags, at least one, got ${confidences.length} and ${correct.length}`,
    );
  }
  const row = confidences.findIndex((confidence) => !(confidence >= 0 && confidence <= 1));
  if (row >= 0) {
    throw new ValueRangeError(
      `${where}: expected confidences in [0, 1], got ${confidences[row]!} at row ${row}`,
    );
  }
}
