import { ValueRangeError } from '../../base/index.ts';
import { assertLabelPerRow, type FloatTensor, matrixSize } from '../statistics/index.ts';
import type { Predictions, TemperatureOptions } from './predictions.ts';
import { type RowVisitor, scoreExamples } from './score-examples.ts';

/** Probabilities of labelled examples, for those who have no logits: after recalibration, or from a file. */
export interface LabelledProbabilities {
  /** Probability of every class `[N, K]`, in [0, 1]. */
  readonly probabilities: FloatTensor;
  /** True classes `[N]`, each in [0, K). */
  readonly labels: Int32Array;
}

/** The number of classes of predictions in either form. */
export function numClassesOf(predictions: Predictions | LabelledProbabilities): number {
  const { shape } = 'logits' in predictions ? predictions.logits : predictions.probabilities;
  return shape[1] ?? 0;
}

/**
 * Visits the probabilities of every example in order, softmax(logits / temperature) where logits are
 * given.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a label outside
 * [0, K), a probability outside [0, 1], a temperature that is not above 0, or one other than 1 given with
 * probabilities.
 */
export function visitProbabilities(
  where: string,
  predictions: Predictions | LabelledProbabilities,
  { temperature = 1, eachRow }: TemperatureOptions & { readonly eachRow: RowVisitor },
): void {
  if ('logits' in predictions) {
    scoreExamples(predictions, { temperature, eachRow });
    return;
  }
  if (temperature !== 1) {
    throw new ValueRangeError(
      `${where}: expected temperature 1 with probabilities, got ${temperature}; give logits to scale them`,
    );
  }
  const { probabilities, labels } = predictions;
  const [count, numClasses] = matrixSize(where, 'probabilities', probabilities);
  assertLabelPerRow(where, labels, { count, numClasses });
  const outside = probabilities.data.findIndex((p: number) => !(p >= 0 && p <= 1));
  if (outside >= 0) {
    const place = `row ${Math.floor(outside / numClasses)}, column ${outside % numClasses}`;
    throw new ValueRangeError(
      `${where}: expected probabilities in [0, 1], got ${probabilities.data[outside]!} at ${place}; for scores of any size give { logits, labels }`,
    );
  }
  const row = new Float64Array(numClasses);
  for (let n = 0; n < count; n++) {
    row.set(probabilities.data.subarray(n * numClasses, (n + 1) * numClasses));
    eachRow(row, labels[n]!);
  }
}
