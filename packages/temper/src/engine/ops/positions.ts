import { type Shape, sizeOf, stridesOf } from '../../tensor/index.ts';

/** The row-major index of a position along every axis. */
export function indexAt(position: readonly number[], shape: Shape): number {
  const strides = stridesOf(shape);
  return position.reduce((index, along, axis) => index + along * strides[axis]!, 0);
}

/** Calls `visit` with every position of a shape and its row-major index. */
export function forEachPosition(
  shape: Shape,
  visit: (position: readonly number[], index: number) => void,
): void {
  const strides = stridesOf(shape);
  for (let index = 0; index < sizeOf(shape); index++) {
    visit(
      shape.map((size, axis) => Math.floor(index / strides[axis]!) % size),
      index,
    );
  }
}
