import { ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import { int, type OpDefinition, reshape as toShape } from '../graph/index.ts';

/** The same elements in another shape. */
export const reshape: OpDefinition<'reshape'> = {
  infer([x], { shape }) {
    if (
      shape.some((size) => !Number.isInteger(size) || size < 0) ||
      sizeOf(shape) !== sizeOf(x!.shape)
    ) {
      throw new ShapeError(
        `reshape: expected a shape of ${sizeOf(x!.shape)} elements, got ${formatShape(shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate: ([x]) => [x!.data],
  lower: (emit, [x], { inputs: [type], attributes: { shape } }) => [
    sizeOf(shape) === 0
      ? emit.node('Reshape', [x!, emit.int64s(shape)], { allowzero: int(1) })
      : emit.node('Reshape', [x!, emit.int64s(withFreeBatch(shape, type!.shape))]),
  ],
  vjp: (node, d) => [toShape(d, node.inputs[0]!.shape)],
};

/**
 * The shape with its first size left for ONNX to find, 0 for "the input's" and −1 for "what is left",
 * so that a model whose batch size is symbolic takes any batch.
 */
function withFreeBatch(shape: Shape, from: Shape): Shape {
  if (shape.length === 0) return shape;
  return [shape[0] === from[0] ? 0 : -1, ...shape.slice(1)];
}
