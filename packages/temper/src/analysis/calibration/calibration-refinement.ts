import { ShapeError } from '../../base/index.ts';
import { type Estimate, estimateOf } from '../statistics/index.ts';

/** A mean proper score in two parts: loss = calibration + refinement. */
export interface CalibrationRefinement {
  readonly loss: Estimate;
  /**
   * What recalibration saves, with the standard error of the paired differences. Below 0 where the
   * recalibration does harm, as one fitted on other examples may.
   */
  readonly calibration: Estimate;
  /** The loss that recalibration leaves: what the scores cannot tell apart. */
  readonly refinement: Estimate;
}

/**
 * Splits a proper score, NLL or Brier, by a recalibration of the same predictions: the loss after it
 * is refinement error, the rest calibration error. Both depend on how rich the recalibration is;
 * fitted on the judged examples themselves, a rich one understates refinement.
 * @param losses - Loss of every example `[N]`, as `scoreExamples` gives them.
 * @param recalibrated - Loss of the same examples after recalibration `[N]`.
 * @throws ShapeError if there is no example or counts differ.
 *
 * References: Berta, Holzmüller, Jordan and Bach, Rethinking Early Stopping: Refine, Then Calibrate,
 * 2025. <https://arxiv.org/abs/2501.19195>
 */
export function calibrationRefinement(
  losses: Float64Array,
  recalibrated: Float64Array,
): CalibrationRefinement {
  if (losses.length === 0 || losses.length !== recalibrated.length) {
    throw new ShapeError(
      `calibrationRefinement: expected as many losses before and after recalibration, at least one, got ${losses.length} and ${recalibrated.length}`,
    );
  }
  return {
    loss: estimateOf(losses),
    calibration: estimateOf(losses.map((loss, n) => loss - recalibrated[n]!)),
    refinement: estimateOf(recalibrated),
  };
}
