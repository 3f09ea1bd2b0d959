import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import {
  channelAffine,
  type Emitter,
  int,
  mul,
  type OnnxValue,
  type OpDefinition,
  row,
  sub,
} from '../graph/index.ts';
import { asPlain, averageOverPlaces, canBlock, reshaped } from './blocked.ts';
import { assertFloating } from './elementwise.ts';

/** Mean and population variance of each channel, as the rows of `[2, C]`. */
export const channelMoments: OpDefinition<'channelMoments'> = {
  infer([x]) {
    assertFloating('channelMoments', x!);
    if (x!.shape.length !== 4 || x!.shape.includes(0)) {
      throw new ShapeError(
        `channelMoments: expected x [N, C, H, W] with elements, got ${formatShape(x!.shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape: [2, x!.shape[1]!] }];
  },
  evaluate([x]) {
    const [, channels, height, width] = x!.shape as [number, number, number, number];
    const moments = new Float64Array(2 * channels);
    const count = x!.data.length / channels;
    const channelOf = (at: number): number => Math.floor(at / (height * width)) % channels;
    x!.data.forEach((value, at) => (moments[channelOf(at)]! += value / count));
    x!.data.forEach((value, at) => {
      const c = channelOf(at);
      moments[channels + c]! += (value - moments[c]!) ** 2 / count;
    });
    return [moments];
  },
  lower: (emit, [x], { inputs: [type] }) => [
    moments(emit, x!, {
      channels: type!.shape[1]!,
      overPlaces: (images) => emit.node('ReduceMean', [images, emit.int64s([2, 3])]),
    }),
  ],
  blocked: {
    lower({ emit, block, call }, [x]) {
      const { shape } = call.inputs[0]!;
      if (!x!.isBlocked || !canBlock(call.inputs[0]!, block)) return undefined;
      const overPlaces = (images: OnnxValue): OnnxValue => averageOverPlaces(emit, images);
      return [asPlain(moments(emit, x!.blocked(), { channels: shape[1]!, overPlaces }))];
    },
  },
  vjp({ inputs: [x], outputs: [moments] }, d) {
    const count = sizeOf(x!.shape) / x!.shape[1]!;
    // ∂mean/∂x = 1/M and ∂variance/∂x = 2(x − mean)/M.
    const scale = mul(row(d, 1), 2 / count);
    const shift = sub(mul(row(d, 0), 1 / count), mul(scale, row(moments!, 0)));
    return [channelAffine(x!, scale, shift)];
  },
};

/**
 * E[x] and E[x²] − E[x]², which costs two passes over x less than centring it first. It loses digits only
 * where a channel's mean is many times its standard deviation, of a relative 1e-7·(mean/deviation)², and
 * never becomes negative.
 */
function moments(
  emit: Emitter,
  x: OnnxValue,
  {
    channels,
    overPlaces,
  }: { readonly channels: number; readonly overPlaces: (images: OnnxValue) => OnnxValue },
): OnnxValue {
  const average = (images: OnnxValue): OnnxValue =>
    emit.node('ReduceMean', [overPlaces(images), emit.int64s([0])]);
  const mean = average(x);
  const square = average(emit.node('Mul', [x, x]));
  const variance = emit.node('Relu', [emit.node('Sub', [square, emit.node('Mul', [mean, mean])])]);
  const both = emit.node('Concat', [mean, variance], { axis: int(0) });
  return reshaped(emit, both, [2, channels]);
}
