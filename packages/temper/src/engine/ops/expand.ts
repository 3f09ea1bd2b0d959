import { ShapeError } from '../../base/index.ts';
import { broadcastShapes, formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import type { OpDefinition } from '../graph/index.ts';
import { broadcastReader } from './elementwise.ts';
import { unbroadcast } from './unbroadcast.ts';

/** x repeated to a larger shape by the broadcasting rules. */
export const expand: OpDefinition<'expand'> = {
  infer([x], { shape }) {
    if (!sameShape(broadcastShapes('expand', x!.shape, shape), shape)) {
      throw new ShapeError(
        `expand: expected a shape that ${formatShape(x!.shape)} broadcasts to, got ${formatShape(shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate([x], { shape }) {
    const read = broadcastReader(x!, shape);
    return [Float64Array.from({ length: sizeOf(shape) }, (_, i) => read(i))];
  },
  lower(emit, [x], { inputs: [type], attributes: { shape } }) {
    // A 1 keeps the input's size: sizes that do not grow stay free, such as a symbolic batch.
    const missing = shape.length - type!.shape.length;
    const growth = shape.map((size, axis) => (size === type!.shape[axis - missing] ? 1 : size));
    return [emit.node('Expand', [x!, emit.int64s(growth)])];
  },
  vjp: (node, d) => [unbroadcast(d, node.inputs[0]!.shape)],
};
