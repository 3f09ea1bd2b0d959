import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import { type OpDefinition, slice } from '../graph/index.ts';
import { forEachPosition, indexAt } from './positions.ts';

/** x with zeros before and after along every axis. */
export const pad: OpDefinition<'pad'> = {
  infer([x], { before, after }) {
    const { dtype, shape } = x!;
    const counts = [...before, ...after];
    if (
      before.length !== shape.length ||
      after.length !== shape.length ||
      counts.some((count) => !Number.isInteger(count) || count < 0)
    ) {
      throw new ShapeError(
        `pad: expected a count of zeros for each axis of ${formatShape(shape)}, got ${formatShape(before)} before and ${formatShape(after)} after`,
      );
    }
    return [{ dtype, shape: shape.map((size, axis) => before[axis]! + size + after[axis]!) }];
  },
  evaluate([x], { before }, [out]) {
    const y = new Float64Array(sizeOf(out!.shape));
    forEachPosition(x!.shape, (position, index) => {
      const to = position.map((along, axis) => before[axis]! + along);
      y[indexAt(to, out!.shape)] = x!.data[index]!;
    });
    return [y];
  },
  lower: (emit, [x], { attributes: { before, after } }) => [
    emit.node('Pad', [x!, emit.int64s([...before, ...after])]),
  ],
  vjp({ inputs: [x], attributes: { before } }, d) {
    const ranges = x!.shape.map((size, axis) => {
      const start = before[axis]!;
      return { axis, start, end: start + size };
    });
    return [slice(d, ranges)];
  },
};
