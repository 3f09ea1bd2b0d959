import { assertInteger, ShapeError } from '../../base/index.ts';
import { formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import { type OpDefinition, takeAlongAxis } from '../graph/index.ts';
import { assertAxis, axisLayout, withSize } from './axis-layout.ts';
import { assertIndices, assertWithinAxis } from './indices.ts';
import { scatterElements } from './scatter-elements.ts';

/** Zeros to which each update is added at its own index along an axis. */
export const scatterAddAlongAxis: OpDefinition<'scatterAddAlongAxis'> = {
  infer([indices, updates], { axis, size }) {
    assertIndices('scatterAddAlongAxis', indices!);
    assertAxis('scatterAddAlongAxis', axis, updates!.shape);
    assertInteger('scatterAddAlongAxis', 'size', size);
    if (!sameShape(indices!.shape, updates!.shape)) {
      throw new ShapeError(
        `scatterAddAlongAxis: expected indices and updates of one shape, got ${formatShape(indices!.shape)} and ${formatShape(updates!.shape)}`,
      );
    }
    return [{ dtype: updates!.dtype, shape: withSize(updates!.shape, axis, size) }];
  },
  evaluate([indices, updates], { axis, size }, [out]) {
    assertWithinAxis('scatterAddAlongAxis', indices!, size);
    const given = axisLayout(updates!.shape, axis);
    const y = new Float64Array(sizeOf(out!.shape));
    updates!.data.forEach((update, at) => {
      const outer = Math.floor(at / (given.size * given.inner));
      y[(outer * size + indices!.data[at]!) * given.inner + (at % given.inner)]! += update;
    });
    return [y];
  },
  lower: (emit, [indices, updates], { attributes: { axis }, outputs: [out] }) => [
    scatterElements(emit, [indices!, updates!], { axis, out: out! }),
  ],
  vjp: ({ inputs: [indices], attributes: { axis } }, d) => [
    undefined,
    takeAlongAxis(d, indices!, axis),
  ],
};
