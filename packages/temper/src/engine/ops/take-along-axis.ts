import { ShapeError } from '../../base/index.ts';
import { formatShape, sameShape } from '../../tensor/index.ts';
import { int, type OpDefinition, scatterAddAlongAxis } from '../graph/index.ts';
import { assertAxis, axisLayout, withSize } from './axis-layout.ts';
import { assertIndices, assertWithinAxis } from './indices.ts';

/** One element per position along an axis: y[i][j] = x[i][indices[i][j]]. */
export const takeAlongAxis: OpDefinition<'takeAlongAxis'> = {
  infer([x, indices], { axis }) {
    assertIndices('takeAlongAxis', indices!);
    assertAxis('takeAlongAxis', axis, x!.shape);
    const { shape } = indices!;
    if (!sameShape(withSize(shape, axis, x!.shape[axis]!), x!.shape)) {
      throw new ShapeError(
        `takeAlongAxis: expected indices of the shape ${formatShape(x!.shape)} but for axis ${axis}, got ${formatShape(shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate([x, indices], { axis }) {
    const { size } = axisLayout(x!.shape, axis);
    assertWithinAxis('takeAlongAxis', indices!, size);
    const picked = axisLayout(indices!.shape, axis);
    return [
      indices!.data.map((index, at) => {
        const outer = Math.floor(at / (picked.size * picked.inner));
        return x!.data[(outer * size + index) * picked.inner + (at % picked.inner)]!;
      }),
    ];
  },
  lower: (emit, inputs, { attributes }) => [
    emit.node('GatherElements', inputs, { axis: int(attributes.axis) }),
  ],
  vjp({ inputs: [x, indices], attributes: { axis } }, d) {
    return [scatterAddAlongAxis(indices!, d, { axis, size: x!.shape[axis]! }), undefined];
  },
};
