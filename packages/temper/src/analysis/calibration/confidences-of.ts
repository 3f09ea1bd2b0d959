import type { Predictions, TemperatureOptions, TopLabelPredictions } from './predictions.ts';
import { scoreExamples } from './score-examples.ts';

/**
 * The predicted class of each example, its probability under softmax(logits / temperature), and whether
 * it is the label; see `scoreExamples`, which gives scores besides.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K) or a temperature that is not above 0.
 */
export function confidencesOf(
  predictions: Predictions,
  options: TemperatureOptions = {},
): TopLabelPredictions {
  const { confidences, predicted, correct } = scoreExamples(predictions, options);
  return { confidences, predicted, correct };
}
