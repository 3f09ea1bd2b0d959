import type { Shape } from '../../tensor/index.ts';
import type { Emitter, OnnxValue } from '../graph/index.ts';
import { reshaped, toBlocks } from './blocked.ts';
import { moveRows } from './move-rows.ts';

/**
 * A filter `[K, C, R, S]` in the order that blocked convolutions read: K in blocks, and C too if it fills
 * one, `[K/block, C/block, R, S, block of C, block of K]`. Its shape stays as ONNX Runtime wants it.
 */
export function blockedFilter(
  emit: Emitter,
  filter: OnnxValue,
  shape: Shape,
  block: number,
): OnnxValue {
  const [outputs, channels, rows, columns] = shape as [number, number, number, number];
  const groups = outputs / block;
  const taps = rows * columns;
  const outputsLast = toBlocks(emit, reshaped(emit, filter, [groups, block, channels, taps]));
  if (channels < block) return reshaped(emit, outputsLast, shape);
  const apart = [groups, channels / block, block, taps, block];
  const moved = moveRows(emit, outputsLast, { shape: apart, order: [0, 1, 3, 2] });
  return reshaped(emit, moved, shape);
}

/**
 * The filter `[K, C, R, S]` of a convolution in that order for the transposed one: taps in reverse, and
 * K and C swapped.
 */
export function blockedTurnedFilter(
  emit: Emitter,
  filter: OnnxValue,
  shape: Shape,
  block: number,
): OnnxValue {
  const [outputs, channels, rows, columns] = shape as [number, number, number, number];
  const channelsLast = toBlocks(emit, filter);
  const apart = [outputs / block, block, channels / block, rows * columns, block];
  const moved = moveRows(emit, channelsLast, { shape: apart, order: [2, 0, 3, 1], reversed: [3] });
  return reshaped(emit, moved, [channels, outputs, rows, columns]);
}
