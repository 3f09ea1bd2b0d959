import { ShapeError } from '../../base/index.ts';
import { broadcastShapes, formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import type { OpDefinition } from '../graph/index.ts';
import { canBlock, inBlocks, reshaped } from './blocked.ts';
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
  blocked: {
    lower({ emit, block, call }, [x]) {
      const [from, to] = [call.inputs[0]!.shape, call.attributes.shape];
      const [images, channels, height, width] = to as [number, number, number, number];
      // One value per image and channel lies in blocks as it lies plain.
      if (!canBlock(call.outputs[0]!, block) || from.join() !== [images, channels, 1, 1].join())
        return undefined;
      const columns = reshaped(emit, x!.plain(), [(images * channels) / block, 1, block]);
      const spread = emit.node('Expand', [columns, emit.int64s([1, height * width, 1])]);
      return [inBlocks(reshaped(emit, spread, to))];
    },
  },
  vjp: (node, d) => [unbroadcast(d, node.inputs[0]!.shape)],
};
