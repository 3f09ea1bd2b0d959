import { sizeOf } from '../../tensor/index.ts';
import { int, type OpDefinition, scatterAdd } from '../graph/index.ts';
import { assertAxis, axisLayout } from './axis-layout.ts';
import { assertIndices, assertWithinAxis } from './indices.ts';

/** Slices of x picked along an axis; the shape of the indices replaces that axis. */
export const gather: OpDefinition<'gather'> = {
  infer([x, indices], { axis }) {
    assertIndices('gather', indices!);
    assertAxis('gather', axis, x!.shape);
    return [{ dtype: x!.dtype, shape: x!.shape.toSpliced(axis, 1, ...indices!.shape) }];
  },
  evaluate([x, indices], { axis }, [out]) {
    const { outer, size, inner } = axisLayout(x!.shape, axis);
    assertWithinAxis('gather', indices!, size);
    const y = new Float64Array(sizeOf(out!.shape));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of indices!.data) {
        for (let i = 0; i < inner; i++) y[at++] = x!.data[(o * size + index) * inner + i]!;
      }
    }
    return [y];
  },
  lower: (emit, inputs, { attributes }) => [
    emit.node('Gather', inputs, { axis: int(attributes.axis) }),
  ],
  vjp({ inputs: [x, indices], attributes: { axis } }, d) {
    return [scatterAdd(indices!, d, { axis, size: x!.shape[axis]! }), undefined];
  },
};
