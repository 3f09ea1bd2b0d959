import { sizeOf } from '../../tensor/index.ts';
import {
  conv2d,
  conv2dFilter,
  type ConvolutionAttributes,
  type Emitter,
  type OnnxValue,
  type OpDefinition,
  ints,
} from '../graph/index.ts';
import { optionsOf } from './conv2d.ts';
import {
  assertConvolution,
  type ConvolutionShapes,
  extentOf,
  forEachProduct,
  onnxConvolution,
} from './convolution.ts';

/** The transpose of a convolution: the gradient with respect to its image. */
export const convTranspose2d: OpDefinition<'convTranspose2d'> = {
  infer([d, filter], attributes) {
    const [result, taps] = [d!.shape, filter!.shape];
    const image = [result[0]!, (taps[1] ?? 0) * attributes.groups, ...attributes.size];
    const shapes = { image, filter: taps, result };
    assertConvolution('convTranspose2d', [d!, filter!], shapes, attributes);
    return [{ dtype: d!.dtype, shape: image }];
  },
  evaluate([d, filter], attributes, [out]) {
    const x = new Float64Array(sizeOf(out!.shape));
    const shapes = { image: out!.shape, filter: filter!.shape, result: d!.shape };
    forEachProduct(shapes, attributes, (image, tap, result) => {
      x[image]! += d!.data[result]! * filter!.data[tap]!;
    });
    return [x];
  },
  lower(emit, [d, filter], { attributes, inputs: [result, taps], outputs: [image] }) {
    const shapes = { image: image!.shape, filter: taps!.shape, result: result!.shape };
    const turned = turnedConvolution(shapes, attributes);
    if (turned) {
      const inputs = [d!, turnedFilter(emit, filter!)];
      return [emit.node('Conv', inputs, onnxConvolution(turned, taps!.shape))];
    }
    const { strides, pads } = attributes;
    const extent = extentOf(taps!.shape, attributes);
    const rest = [0, 1].map(
      (i) =>
        shapes.image[2 + i]! -
        ((shapes.result[2 + i]! - 1) * strides[i]! + extent[i]! - pads[i]! - pads[i + 2]!),
    );
    const options = { ...onnxConvolution(attributes, taps!.shape), output_padding: ints(rest) };
    return [emit.node('ConvTranspose', [d!, filter!], options)];
  },
  vjp({ inputs: [d, filter], attributes }, g, [wantsD, wantsFilter]) {
    const { size: _size, ...convolution } = attributes;
    const options = optionsOf(convolution);
    const [rows, columns] = filter!.shape.slice(2);
    return [
      wantsD ? conv2d(g, filter!, options) : undefined,
      wantsFilter ? conv2dFilter(g, d!, { ...options, size: [rows!, columns!] }) : undefined,
    ];
  },
};

/**
 * The convolution, with the filter turned around, that a transposed one of stride 1 is; undefined for
 * others. Convolution kernels are the faster ones.
 */
export function turnedConvolution(
  { filter }: ConvolutionShapes,
  attributes: ConvolutionAttributes,
): ConvolutionAttributes | undefined {
  const { strides, pads, dilations, groups } = attributes;
  const extent = extentOf(filter, attributes);
  const turned = pads.map((pad, i) => extent[i % 2]! - 1 - pad);
  if (strides[0] !== 1 || strides[1] !== 1 || groups !== 1) return undefined;
  if (turned.some((pad) => pad < 0)) return undefined;
  return { strides, pads: turned as [number, number, number, number], dilations, groups };
}

/** A filter `[K, C, R, S]` with its taps in reverse and its channels swapped: `[C, K, R, S]`. */
export function turnedFilter(emit: Emitter, filter: OnnxValue): OnnxValue {
  const back = emit.int64s([-1, -1]);
  const reversed = emit.node('Slice', [
    filter,
    back,
    emit.int64s([-(2 ** 31), -(2 ** 31)]),
    emit.int64s([2, 3]),
    back,
  ]);
  return emit.node('Transpose', [reversed], { perm: ints([1, 0, 2, 3]) });
}
