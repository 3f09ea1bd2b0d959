import { ShapeError } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
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

/** The activations of some examples, in the order of `indices`, each below N. */
export function selectActivations(
  { penultimate, labels }: Activations,
  indices: ArrayLike<number>,
): Activations {
  const width = penultimate.shape[1]!;
  const data = new Float64Array(indices.length * width);
  const chosen = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    data.set(penultimate.data.subarray(index * width, (index + 1) * width), i * width);
    chosen[i] = labels[index]!;
  }
  return { penultimate: hostTensor('float64', [indices.length, width], data), labels: chosen };
}
