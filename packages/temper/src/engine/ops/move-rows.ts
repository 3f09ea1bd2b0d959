import { type Shape, sizeOf, stridesOf } from '../../tensor/index.ts';
import type { Emitter, OnnxValue } from '../graph/index.ts';
import { reshaped } from './blocked.ts';

/**
 * A transposition that leaves the last axis where it is, as a gathering of rows: that runs on all
 * threads, where ONNX Runtime's Transpose uses one.
 *
 * @param shape - Of the value; its last axis holds the rows.
 * @param order - For each axis of the result but the last, the axis of the value it is.
 * @param reversed - Axes of the value to be gone through backwards.
 */
export function moveRows(
  emit: Emitter,
  value: OnnxValue,
  {
    shape,
    order,
    reversed = [],
  }: {
    readonly shape: Shape;
    readonly order: readonly number[];
    readonly reversed?: readonly number[];
  },
): OnnxValue {
  const counts = shape.slice(0, -1);
  const strides = stridesOf(counts);
  const rows = new Int32Array(sizeOf(counts));
  const moved = order.map((axis) => counts[axis]!);
  const steps = stridesOf(moved);
  for (let at = 0; at < rows.length; at++) {
    let row = 0;
    for (let i = 0; i < order.length; i++) {
      const axis = order[i]!;
      const along = Math.floor(at / steps[i]!) % moved[i]!;
      row += (reversed.includes(axis) ? counts[axis]! - 1 - along : along) * strides[axis]!;
    }
    rows[at] = row;
  }
  const flat = reshaped(emit, value, [rows.length, shape.at(-1)!]);
  const indices = emit.constant({ dtype: 'int32', shape: [rows.length], data: rows });
  return emit.node('Gather', [flat, indices]);
}
