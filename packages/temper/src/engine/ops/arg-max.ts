import { ShapeError } from '../../base/index.ts';
import { formatShape } from '../../tensor/index.ts';
import { elementType, int, type OpDefinition } from '../graph/index.ts';
import { assertAxis, axisLayout, forEachLine } from './axis-layout.ts';
import { assertFloating } from './elementwise.ts';

/** Index of the largest value along an axis, the first among equals. */
export const argMax: OpDefinition<'argMax'> = {
  infer([x], { axis }) {
    assertFloating('argMax', x!);
    assertAxis('argMax', axis, x!.shape);
    if (x!.shape[axis] === 0) {
      throw new ShapeError(
        `argMax: expected at least one element along axis ${axis}, got shape ${formatShape(x!.shape)}`,
      );
    }
    return [{ dtype: 'int32', shape: x!.shape.toSpliced(axis, 1) }];
  },
  evaluate([x], { axis }) {
    const layout = axisLayout(x!.shape, axis);
    const indices: number[] = [];
    forEachLine(layout, (start) => {
      let best = 0;
      for (let k = 1; k < layout.size; k++) {
        if (x!.data[start + k * layout.inner]! > x!.data[start + best * layout.inner]!) best = k;
      }
      indices.push(best);
    });
    return [Float64Array.from(indices)];
  },
  lower(emit, inputs, { attributes }) {
    const indices = emit.node('ArgMax', inputs, { axis: int(attributes.axis), keepdims: int(0) });
    return [emit.node('Cast', [indices], { to: elementType('int32') })];
  },
};
