import { DTypeError, ValueRangeError } from '../../base/index.ts';
import type { OpName, ReferenceTensor, TensorType } from '../graph/index.ts';

/**
 * @throws DTypeError unless the tensor holds int32 indices.
 */
export function assertIndices(op: OpName, { dtype }: TensorType): void {
  if (dtype !== 'int32') throw new DTypeError(`${op}: expected int32 indices, got ${dtype}`);
}

/**
 * For the reference: ONNX Runtime refuses such indices too, except that it counts negative ones from
 * the end, which Temper does not rely on.
 * @throws ValueRangeError if an index is outside [0, size).
 */
export function assertWithinAxis(op: OpName, { data }: ReferenceTensor, size: number): void {
  const outside = data.find((index) => index < 0 || index >= size);
  if (outside !== undefined) {
    throw new ValueRangeError(`${op}: expected indices in [0, ${size}), got ${outside}`);
  }
}
