import { ShapeError } from '../../base/index.ts';
import { assertLabelPerRow, type FloatTensor, matrixSize } from '../statistics/index.ts';

/** Penultimate activations of labelled examples. */
export interface Activations {
  /** What the last layer reads `[N, D]`, finite. */
  readonly penultimate: FloatTensor;
  /** True classes `[N]`. */
  readonly labels: Int32Array;
}

/**
 * The number of examples and features.
 * @throws ShapeError unless the activations are a matrix with one label per row.
 * @throws ValueRangeError for an activation that is not finite or a label outside [0, numClasses).
 */
export function activationsSize(
  where: string,
  { penultimate, labels }: Activations,
  numClasses: number,
): [number, number] {
  const [count, numFeatures] = matrixSize(where, 'penultimate', penultimate);
  assertLabelPerRow(where, labels, { count, numClasses });
  return [count, numFeatures];
}

/** Requires activations as wide as what they are compared with. */
export function assertNumFeatures(where: string, got: number, expected: number): void {
  if (got !== expected) {
    throw new ShapeError(
      `${where}: expected penultimate to have ${expected} columns, as the templates have, got ${got}`,
    );
  }
}
