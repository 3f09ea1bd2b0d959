import { GraphError, ShapeError } from '../../base/index.ts';
import { formatShape, sameShape, type Shape } from '../../tensor/index.ts';
import { ints, type OnnxValue, type OpDefinition } from '../graph/index.ts';
import { canBlock, inBlocks, reshaped } from './blocked.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';
import { forEachPlace, pooledShape } from './pooling.ts';
import { spreadToMaxima } from './spread-to-maxima.ts';

/** The gradient of max pooling with respect to its image. */
export const maxPoolInput: OpDefinition<'maxPoolInput'> = {
  infer([x, y, d], attributes) {
    assertFloating('maxPoolInput', x!);
    const shape = pooledShape('maxPoolInput', x!.shape, attributes);
    for (const pooled of [y!, d!]) {
      assertSameDType('maxPoolInput', x!, pooled);
      if (!sameShape(pooled.shape, shape)) {
        throw new ShapeError(
          `maxPoolInput: expected y and d of shape ${formatShape(shape)}, got ${formatShape(pooled.shape)}`,
        );
      }
    }
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate([x, y, d], attributes) {
    const dx = new Float64Array(x!.data.length);
    const found = new Set<number>();
    forEachPlace(x!.shape, y!.shape, attributes, (place, at) => {
      if (found.has(at) || x!.data[place] !== y!.data[at]) return;
      found.add(at);
      dx[place]! += d!.data[at]!;
    });
    return [dx];
  },
  lower(emit, values, { attributes, inputs: [image, pooled] }) {
    // With channels last, every step moves whole runs of them; turning four tensors costs less than
    // picking single elements out of rows.
    const [x, y, d] = values.map((value) => turn(value, [0, 2, 3, 1]));
    const [count, channels, height, width] = image!.shape as [number, number, number, number];
    const dx = spreadToMaxima(
      emit,
      { x: x!, y: y!, d: d! },
      {
        image: [count, height, width, channels],
        result: pooled!.shape.slice(2) as [number, number],
        dtype: image!.dtype,
        ...attributes,
      },
    );
    return [turn(dx, [0, 3, 1, 2])];

    function turn(value: OnnxValue, order: readonly number[]): OnnxValue {
      return emit.node('Transpose', [value], { perm: ints(order) });
    }
  },
  blocked: {
    lower({ emit, block, call }, values) {
      const { attributes, inputs } = call;
      const [image, pooled] = [inputs[0]!, inputs[1]!];
      if (!values.some(({ isBlocked }) => isBlocked) || !canBlock(image, block)) {
        return undefined;
      }
      // Every block of channels of every example is an image of runs.
      const runsOf = (shape: Shape): [number, number, number, number] => [
        (shape[0]! * shape[1]!) / block,
        shape[2]!,
        shape[3]!,
        block,
      ];
      const [x, y, d] = values.map((value, i) =>
        reshaped(emit, value.blocked(), runsOf(inputs[i]!.shape)),
      );
      const dx = spreadToMaxima(
        emit,
        { x: x!, y: y!, d: d! },
        {
          image: runsOf(image.shape),
          result: pooled.shape.slice(2) as [number, number],
          dtype: image.dtype,
          ...attributes,
        },
      );
      return [inBlocks(reshaped(emit, dx, image.shape))];
    },
  },
  vjp(_node, _gradient, [, , wantsD]) {
    // The places of the maxima are constant wherever x and y can be differentiated.
    if (wantsD) {
      throw new GraphError(
        'maxPoolInput: expected to be differentiated once, got a second derivative of maxPool, which has none here',
      );
    }
    return [];
  },
};
