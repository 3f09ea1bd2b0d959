import {
  conv2dFilter,
  convTranspose2d,
  type LoweringCall,
  type OpDefinition,
  reduceSum,
  type TensorType,
} from '../graph/index.ts';
import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import { blockedConvolution, canBlock, inBlocks } from './blocked.ts';
import { blockedFilter } from './blocked-filter.ts';
import {
  assertConvolution,
  forEachProduct,
  onnxConvolution,
  optionsOf,
  resultSize,
} from './convolution.ts';

/** Cross-correlation of images with a filter, plus a bias per channel. */
export const conv2d: OpDefinition<'conv2d'> = {
  infer([x, filter, bias], attributes) {
    const [image, taps] = [x!.shape, filter!.shape];
    const result = [image[0]!, taps[0]!, ...resultSize(image, taps, attributes)];
    assertConvolution('conv2d', [x!, filter!], { image, filter: taps, result }, attributes);
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== taps[0])) {
      throw new ShapeError(`conv2d: expected bias [${taps[0]}], got ${formatShape(bias.shape)}`);
    }
    return [{ dtype: x!.dtype, shape: result }];
  },
  evaluate([x, filter, bias], attributes, [out]) {
    const y = new Float64Array(sizeOf(out!.shape));
    const [, channels, height, width] = out!.shape as [number, number, number, number];
    if (bias)
      y.forEach((_, at) => (y[at] = bias.data[Math.floor(at / (height * width)) % channels]!));
    forEachProduct(shapesOf(x!, filter!, out!), attributes, (image, tap, result) => {
      y[result]! += x!.data[image]! * filter!.data[tap]!;
    });
    return [y];
  },
  lower: (emit, inputs, { attributes, inputs: [, filter] }) => [
    emit.node('Conv', inputs, onnxConvolution(attributes, filter!.shape)),
  ],
  blocked: {
    takesEpilogue: ({ block, call }) => isBlockedConvolution(call, block),
    lower({ emit, block, call }, [x, filter, bias], epilogue) {
      if (!isBlockedConvolution(call, block)) return undefined;
      const { inputs, attributes } = call;
      const taps = inputs[1]!.shape;
      const convolution = {
        image: canBlock(inputs[0]!, block) ? x!.blocked() : x!.plain(),
        filter: blockedFilter(emit, filter!.plain(), taps, block),
        size: taps.slice(2),
        bias: bias?.plain(),
        epilogue,
      };
      return [inBlocks(blockedConvolution(emit, convolution, attributes))];
    },
  },
  vjp({ inputs: [x, filter], attributes }, d, [wantsX, wantsFilter, wantsBias]) {
    const options = optionsOf(attributes);
    const [height, width, rows, columns] = [...x!.shape.slice(2), ...filter!.shape.slice(2)];
    return [
      wantsX ? convTranspose2d(d, filter!, { ...options, size: [height!, width!] }) : undefined,
      wantsFilter ? conv2dFilter(x!, d, { ...options, size: [rows!, columns!] }) : undefined,
      wantsBias ? reduceSum(d, { axes: [0, 2, 3] }) : undefined,
    ];
  },
};

/** Channels out have to fill blocks; channels in too, unless they are too few for one. */
function isBlockedConvolution(
  { inputs: [x], outputs: [out], attributes: { groups } }: LoweringCall<'conv2d'>,
  block: number,
): boolean {
  return groups === 1 && canBlock(out!, block) && (canBlock(x!, block) || x!.shape[1]! < block);
}

function shapesOf(
  x: TensorType,
  filter: TensorType,
  out: TensorType,
): Parameters<typeof forEachProduct>[0] {
  return { image: x.shape, filter: filter.shape, result: out.shape };
}
