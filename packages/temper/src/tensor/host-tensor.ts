import { DTypeError, ShapeError } from '../base/index.ts';
import { type DType, type DTypeArrays, holdsDType } from './dtype.ts';
import { formatShape, type Shape, sizeOf } from './shape.ts';

/** A tensor in memory: row-major elements, their type and their shape. */
export interface HostTensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: Shape;
  readonly data: DTypeArrays[D];
}

/**
 * Wraps a typed array without copying.
 * @throws DTypeError if the array does not hold `dtype`; ShapeError if the count differs.
 */
export function hostTensor<D extends DType>(
  dtype: D,
  shape: Shape,
  data: DTypeArrays[D],
): HostTensor<D> {
  if (!holdsDType(dtype, data)) {
    throw new DTypeError(`hostTensor: expected an array of ${dtype}, got ${data.constructor.name}`);
  }
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(
      `hostTensor: expected ${sizeOf(shape)} elements for shape ${formatShape(shape)}, got ${data.length}`,
    );
  }
  return { dtype, shape, data };
}
