import { ShapeError } from '../../base/index.ts';
import {
  type LabelledProbabilities,
  numClassesOf,
  visitProbabilities,
} from './labelled-probabilities.ts';
import type { Predictions, TemperatureOptions, TopLabelConfidences } from './predictions.ts';

/**
 * What diagrams and errors need of a binary problem to judge P(class 1), from 0 to 1, against the
 * target: `confidences` are P(class 1) and `correct` is 1 where the label is class 1.
 *
 * This is what scikit-learn's `calibration_curve` and torchmetrics' binary metric look at.
 * @see confidencesOf - for the top label: the probability of the predicted class, at least ½, against
 * whether it is right. The two errors differ: what is over-confidence there is P(class 1) too high
 * above ½ and too low below it.
 * @param predictions - Logits or probabilities of two classes, with labels.
 * @throws ShapeError unless there are two classes, or if counts differ; ValueRangeError for a logit
 * that is not finite, a probability outside [0, 1] or a label that is neither 0 nor 1.
 */
export function positiveClassConfidences(
  predictions: Predictions | LabelledProbabilities,
  options: TemperatureOptions = {},
): TopLabelConfidences {
  const numClasses = numClassesOf(predictions);
  if (numClasses !== 2) {
    throw new ShapeError(
      `positiveClassConfidences: expected two classes, got ${numClasses}; of more, classwiseCalibrationError judges each, confidencesOf the predicted one`,
    );
  }
  const { labels } = predictions;
  const confidences = new Float64Array(labels.length);
  let row = 0;
  visitProbabilities('positiveClassConfidences', predictions, {
    ...options,
    eachRow: ([, probability]) => {
      confidences[row] = probability!;
      row += 1;
    },
  });
  return { confidences, correct: Uint8Array.from(labels) };
}
