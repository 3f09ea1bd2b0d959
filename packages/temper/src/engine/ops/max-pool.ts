import { sizeOf } from '../../tensor/index.ts';
import { ints, maxPoolInput, type OpDefinition } from '../graph/index.ts';
import { canBlock, inBlocks } from './blocked.ts';
import { assertFloating } from './elementwise.ts';
import { forEachPlace, onnxPooling, pooledShape, poolingOptions } from './pooling.ts';

/** The largest element of each window. */
export const maxPool: OpDefinition<'maxPool'> = {
  infer([x], attributes) {
    assertFloating('maxPool', x!);
    return [{ dtype: x!.dtype, shape: pooledShape('maxPool', x!.shape, attributes) }];
  },
  evaluate([x], attributes, [out]) {
    const y = new Float64Array(sizeOf(out!.shape)).fill(-Infinity);
    forEachPlace(x!.shape, out!.shape, attributes, (place, at) => {
      y[at] = Math.max(y[at]!, x!.data[place]!);
    });
    return [y];
  },
  lower: (emit, inputs, { attributes }) => [emit.node('MaxPool', inputs, onnxPooling(attributes))],
  blocked: {
    lower({ emit, block, call }, [x]) {
      if (!x!.isBlocked || !canBlock(call.outputs[0]!, block)) return undefined;
      const attributes = { ...onnxPooling(call.attributes), dilations: ints([1, 1]) };
      return [inBlocks(emit.node('com.microsoft.nchwc:MaxPool', [x!.blocked()], attributes))];
    },
  },
  vjp: ({ inputs: [x], outputs: [y], attributes }, d) => [
    maxPoolInput(x!, { y: y!, d }, poolingOptions(attributes)),
  ],
};
