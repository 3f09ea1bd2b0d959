import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import {
  channelAffine,
  mul,
  type OpDefinition,
  reshape,
  slice,
  sub,
  type SymbolicTensor,
} from '../graph/index.ts';
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
  lower(emit, [x], { inputs: [type] }) {
    const average = (values: string): string =>
      emit.node('ReduceMean', [
        emit.node('ReduceMean', [values, emit.int64s([2, 3])], {}),
        emit.int64s([0]),
      ]);
    // E[x²] − E[x]² costs two passes less than centring x first; it loses digits only where a channel's
    // mean is many times its standard deviation, and never becomes negative.
    const mean = average(x!);
    const square = average(emit.node('Mul', [x!, x!]));
    const variance = emit.node('Relu', [
      emit.node('Sub', [square, emit.node('Mul', [mean, mean])]),
    ]);
    const both = emit.node('Concat', [mean, variance], { axis: { type: 'int', value: 0 } });
    return [emit.node('Reshape', [both, emit.int64s([2, type!.shape[1]!])])];
  },
  vjp({ inputs: [x], outputs: [moments] }, d) {
    const count = sizeOf(x!.shape) / x!.shape[1]!;
    // ∂mean/∂x = 1/M and ∂variance/∂x = 2(x − mean)/M.
    const scale = mul(row(d, 1), 2 / count);
    const shift = sub(mul(row(d, 0), 1 / count), mul(scale, row(moments!, 0)));
    return [channelAffine(x!, scale, shift)];
  },
};

/** One row of a matrix. */
function row(matrix: SymbolicTensor, index: number): SymbolicTensor {
  return reshape(slice(matrix, [{ axis: 0, start: index, end: index + 1 }]), [matrix.shape[1]!]);
}
