import { assertLabels, ShapeError, ValueRangeError } from '../../base/index.ts';
import { formatShape, type HostTensor } from '../../tensor/index.ts';

/** A tensor of floating-point numbers, of either width. */
export type FloatTensor = HostTensor<'float32' | 'float64'>;

/**
 * The rows and columns of a matrix, once it is known to have some and to hold finite numbers only.
 * @throws ShapeError unless the tensor has two axes, neither of size 0.
 * @throws ValueRangeError naming the row and column of the first NaN or infinity.
 */
export function matrixSize(where: string, what: string, matrix: FloatTensor): [number, number] {
  const { shape, data } = matrix;
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows < 1 || columns < 1) {
    throw new ShapeError(
      `${where}: expected ${what} to be a matrix with at least one row and one column, got shape ${formatShape(shape)}`,
    );
  }
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      const place = `row ${Math.floor(i / columns)}, column ${i % columns}`;
      throw new ValueRangeError(
        `${where}: expected ${what} to be finite, got ${data[i]!} at ${place}`,
      );
    }
  }
  return [rows, columns];
}

/**
 * Requires one label per row, each a class in [0, numClasses).
 * @throws ShapeError if the counts differ; ValueRangeError naming the first row out of range.
 */
export function assertLabelPerRow(
  where: string,
  labels: Int32Array,
  size: { readonly count: number; readonly numClasses: number },
): void {
  if (labels.length !== size.count) {
    throw new ShapeError(
      `${where}: expected one label for each of ${size.count} rows, got ${labels.length} labels`,
    );
  }
  assertLabels(where, labels, size.numClasses);
}
