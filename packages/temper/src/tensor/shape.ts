import { ShapeError } from '../base/index.ts';

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A shape as people write it: `[2, 3]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/**
 * The common shape of operands under NumPy's broadcasting rules.
 * @throws ShapeError if two sizes of an axis differ and neither is 1.
 */
export function broadcastShapes(where: string, ...shapes: readonly Shape[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let common = 1;
    for (const shape of shapes) {
      const size = shape[axis - rank + shape.length] ?? 1;
      if (size === common || size === 1) continue;
      if (common !== 1) {
        const got = shapes.map(formatShape).join(' and ');
        throw new ShapeError(`${where}: expected shapes that broadcast together, got ${got}`);
      }
      common = size;
    }
    return common;
  });
}

/**
 * An axis counted from the front; negative axes count from the back.
 * @throws ShapeError if the shape has no such axis.
 */
export function normalizeAxis(where: string, axis: number, rank: number): number {
  const normalized = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= rank) {
    throw new ShapeError(`${where}: expected an axis of a rank-${rank} tensor, got ${axis}`);
  }
  return normalized;
}
