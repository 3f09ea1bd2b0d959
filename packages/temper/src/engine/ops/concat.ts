import { ShapeError } from '../../base/index.ts';
import { formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import { int, type OpDefinition, slice } from '../graph/index.ts';
import { assertAxis, axisLayout, withSize } from './axis-layout.ts';
import { assertSameDType } from './elementwise.ts';

/** Tensors joined along an axis. */
export const concat: OpDefinition<'concat'> = {
  infer(inputs, { axis }) {
    const { dtype, shape } = inputs[0]!;
    assertAxis('concat', axis, shape);
    for (const input of inputs) {
      assertSameDType('concat', inputs[0]!, input);
      if (!sameShape(withSize(input.shape, axis, shape[axis]!), shape)) {
        throw new ShapeError(
          `concat: expected shapes that agree but for axis ${axis}, got ${inputs.map((one) => formatShape(one.shape)).join(' and ')}`,
        );
      }
    }
    const size = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0);
    return [{ dtype, shape: withSize(shape, axis, size) }];
  },
  evaluate(inputs, { axis }, [out]) {
    const y = new Float64Array(sizeOf(out!.shape));
    const outer = axisLayout(out!.shape, axis).outer;
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const { data } of inputs) {
        const chunk = data.length / outer;
        y.set(data.subarray(o * chunk, (o + 1) * chunk), at);
        at += chunk;
      }
    }
    return [y];
  },
  lower: (emit, inputs, { attributes }) => [
    emit.node('Concat', inputs, { axis: int(attributes.axis) }),
  ],
  vjp({ inputs, attributes: { axis } }, d, wants) {
    let start = 0;
    return inputs.map((input, i) => {
      const end = start + input.shape[axis]!;
      const part = wants[i] ? slice(d, [{ axis, start, end }]) : undefined;
      start = end;
      return part;
    });
  },
};
