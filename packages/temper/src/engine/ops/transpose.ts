import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import { ints, type OpDefinition, transpose as reorder } from '../graph/index.ts';
import { forEachPosition, indexAt } from './positions.ts';

/** Axes in another order: axis i of the result is axis permutation[i] of x. */
export const transpose: OpDefinition<'transpose'> = {
  infer([x], { permutation }) {
    const { dtype, shape } = x!;
    if (
      permutation.length !== shape.length ||
      shape.some((_, axis) => !permutation.includes(axis))
    ) {
      throw new ShapeError(
        `transpose: expected a permutation of the axes of ${formatShape(shape)}, got ${formatShape(permutation)}`,
      );
    }
    return [{ dtype, shape: permutation.map((axis) => shape[axis]!) }];
  },
  evaluate([x], { permutation }, [out]) {
    const y = new Float64Array(sizeOf(out!.shape));
    forEachPosition(x!.shape, (position, index) => {
      y[
        indexAt(
          permutation.map((axis) => position[axis]!),
          out!.shape,
        )
      ] = x!.data[index]!;
    });
    return [y];
  },
  lower: (emit, inputs, { attributes: { permutation } }) => [
    emit.node('Transpose', inputs, { perm: ints(permutation) }),
  ],
  vjp: ({ attributes: { permutation } }, d) => [
    reorder(
      d,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
};
