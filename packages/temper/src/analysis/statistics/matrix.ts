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
  if (!allFinite(data)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    const place = `row ${Math.floor(at / columns)}, column ${at % columns}`;
    throw new ValueRangeError(
      `${where}: expected ${what} to be finite, got ${data[at]!} at ${place}`,
    );
  }
  return [rows, columns];
}

/** Zero times anything finite is 0, times NaN or infinity NaN: sums of it tell in a fraction of the time of tests. */
function allFinite(data: Float32Array | Float64Array): boolean {
  let even = 0;
  let odd = 0;
  const pairs = data.length - (data.length % 2);
  for (let i = 0; i < pairs; i += 2) {
    even += 0 * data[i]!;
    odd += 0 * data[i + 1]!;
  }
  if (pairs < data.length) odd += 0 * data[pairs]!;
  return even + odd === 0;
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
