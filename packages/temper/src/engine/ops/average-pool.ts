import { sizeOf } from '../../tensor/index.ts';
import { averagePoolInput, int, ints, type OpDefinition } from '../graph/index.ts';
import { canBlock, inBlocks } from './blocked.ts';
import { assertFloating } from './elementwise.ts';
import { countsOf, forEachPlace, onnxPooling, pooledShape, poolingOptions } from './pooling.ts';

/** The mean of each window. */
export const averagePool: OpDefinition<'averagePool'> = {
  infer([x], attributes) {
    assertFloating('averagePool', x!);
    return [{ dtype: x!.dtype, shape: pooledShape('averagePool', x!.shape, attributes) }];
  },
  evaluate([x], attributes, [out]) {
    const sums = new Float64Array(sizeOf(out!.shape));
    forEachPlace(x!.shape, out!.shape, attributes, (place, at) => {
      sums[at]! += x!.data[place]!;
    });
    const counts = countsOf(x!.shape, out!.shape, attributes);
    return [sums.map((sum, at) => sum / counts[at % counts.length]!)];
  },
  lower: (emit, inputs, { attributes }) => [
    emit.node('AveragePool', inputs, {
      ...onnxPooling(attributes),
      count_include_pad: int(Number(attributes.countPadding)),
    }),
  ],
  blocked: {
    lower({ emit, block, call: { attributes, outputs } }, [x]) {
      if (!x!.isBlocked || !canBlock(outputs[0]!, block)) return undefined;
      const options = {
        ...onnxPooling(attributes),
        dilations: ints([1, 1]),
        count_include_pad: int(Number(attributes.countPadding)),
      };
      return [inBlocks(emit.node('com.microsoft.nchwc:AveragePool', [x!.blocked()], options))];
    },
  },
  vjp({ inputs: [x], attributes }, d) {
    const [height, width] = x!.shape.slice(2);
    const { countPadding } = attributes;
    const options = { ...poolingOptions(attributes), countPadding };
    return [averagePoolInput(d, { ...options, imageSize: [height!, width!] })];
  },
};
