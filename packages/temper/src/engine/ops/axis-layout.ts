import { ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import type { OpName } from '../graph/index.ts';

/** A row-major tensor seen from one axis: element (o, k, i) lies at (o·size + k)·inner + i. */
export interface AxisLayout {
  /** Product of the sizes before the axis. */
  readonly outer: number;
  readonly size: number;
  /** Product of the sizes after the axis. */
  readonly inner: number;
}

/** The layout of a shape around an axis. */
export function axisLayout(shape: Shape, axis: number): AxisLayout {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis]!,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}

/** Calls `visit` with the position of the first element of every line along the axis. */
export function forEachLine(
  { outer, size, inner }: AxisLayout,
  visit: (start: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) visit(o * size * inner + i);
  }
}

/**
 * @throws ShapeError unless `axis`, counted from the front, is an axis of the shape.
 */
export function assertAxis(op: OpName, axis: number, shape: Shape): void {
  if (!(axis in shape)) {
    throw new ShapeError(`${op}: expected an axis of shape ${formatShape(shape)}, got ${axis}`);
  }
}

/** A shape with the size of one axis replaced. */
export function withSize(shape: Shape, axis: number, size: number): number[] {
  return shape.map((before, at) => (at === axis ? size : before));
}
