import { ShapeError } from '../../base/index.ts';
import { formatShape } from '../../tensor/index.ts';
import {
  channelAffine as affine,
  float,
  mul,
  type OnnxValue,
  type OpDefinition,
  reduceSum,
} from '../graph/index.ts';
import { blockedScaling, canBlock, inBlocks } from './blocked.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';
import { floatingTensor } from './floating-tensor.ts';

const PLACES = { axes: [0, 2, 3] };

/** x·scale + shift, channel by channel. Batch norm, at a given mean and variance, is one of these. */
export const channelAffine: OpDefinition<'channelAffine'> = {
  infer([x, ...vectors]) {
    assertFloating('channelAffine', x!);
    for (const vector of vectors) {
      assertSameDType('channelAffine', x!, vector);
      if (x!.shape.length !== 4 || vector.shape.length !== 1 || vector.shape[0] !== x!.shape[1]) {
        throw new ShapeError(
          `channelAffine: expected x [N, C, H, W] and vectors [C], got ${formatShape(x!.shape)} and ${formatShape(vector.shape)}`,
        );
      }
    }
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate([x, scale, shift]) {
    const [, channels, height, width] = x!.shape as [number, number, number, number];
    const channelOf = (at: number): number => Math.floor(at / (height * width)) % channels;
    return [
      x!.data.map((value, at) => {
        const c = channelOf(at);
        return value * scale!.data[c]! + (shift?.data[c] ?? 0);
      }),
    ];
  },
  lower(emit, [x, scale, shift], { inputs: [type] }) {
    // A batch norm whose mean is 0 and variance 1 is the fastest kernel that scales channels.
    const [dtype, channels] = [type!.dtype, type!.shape[1]!];
    const fill = (value: number): OnnxValue =>
      emit.constant(floatingTensor(dtype, [channels], new Float64Array(channels).fill(value)));
    const inputs = [x!, scale!, shift ?? fill(0), fill(0), fill(1)];
    return [emit.node('BatchNormalization', inputs, { epsilon: float(0) })];
  },
  blocked: {
    takesEpilogue: ({ block, call }) => canBlock(call.inputs[0]!, block),
    lower({ emit, block, call }, [x, scale, shift], epilogue) {
      const { shape } = call.inputs[0]!;
      if (!canBlock(call.inputs[0]!, block)) return undefined;
      const scaling = {
        image: x!.blocked(),
        scale: scale!.plain(),
        shift: shift?.plain(),
        channels: shape[1]!,
        epilogue,
      };
      return [inBlocks(blockedScaling(emit, scaling))];
    },
  },
  vjp: ({ inputs: [x, scale] }, d, [wantsX, wantsScale, wantsShift]) => [
    wantsX ? affine(d, scale!) : undefined,
    wantsScale ? reduceSum(mul(d, x!), PLACES) : undefined,
    wantsShift ? reduceSum(d, PLACES) : undefined,
  ],
};
