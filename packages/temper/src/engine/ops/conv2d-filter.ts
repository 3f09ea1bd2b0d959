import { type Shape, sizeOf } from '../../tensor/index.ts';
import {
  type BlockedSite,
  conv2d,
  type ConvolutionAttributes,
  convTranspose2d,
  type Emitter,
  int,
  ints,
  type LaidOutValue,
  type OnnxValue,
  type OpDefinition,
} from '../graph/index.ts';
import {
  asPlain,
  blockedConvolution,
  blockedScaling,
  canBlock,
  fromBlocks,
  reshaped,
  toBlocks,
} from './blocked.ts';
import {
  assertConvolution,
  type ConvolutionShapes,
  extentOf,
  forEachProduct,
  optionsOf,
} from './convolution.ts';
import { floatingTensor } from './floating-tensor.ts';
import { moveRows } from './move-rows.ts';

/** The gradient of a convolution with respect to its filter. */
export const conv2dFilter: OpDefinition<'conv2dFilter'> = {
  infer([x, d], attributes) {
    const [image, result] = [x!.shape, d!.shape];
    const filter = [result[1]!, (image[1] ?? 0) / attributes.groups, ...attributes.size];
    assertConvolution('conv2dFilter', [x!, d!], { image, filter, result }, attributes);
    return [{ dtype: x!.dtype, shape: filter }];
  },
  evaluate([x, d], attributes, [out]) {
    const w = new Float64Array(sizeOf(out!.shape));
    const shapes = { image: x!.shape, filter: out!.shape, result: d!.shape };
    forEachProduct(shapes, attributes, (image, tap, result) => {
      w[tap]! += x!.data[image]! * d!.data[result]!;
    });
    return [w];
  },
  lower(emit, [x, d], { attributes, inputs: [image, result], outputs: [filter] }) {
    const shapes = { image: image!.shape, filter: filter!.shape, result: result!.shape };
    const { groups } = attributes;
    if (groups === 1) return [oneGroup(emit, [x!, d!], shapes, attributes)];
    const part = (value: OnnxValue, channels: number, group: number): OnnxValue =>
      emit.node('Slice', [
        value,
        emit.int64s([group * channels]),
        emit.int64s([(group + 1) * channels]),
        emit.int64s([1]),
      ]);
    const [channels, outputs] = [shapes.filter[1]!, shapes.filter[0]! / groups];
    const partShapes = {
      image: withChannels(shapes.image, channels),
      filter: [outputs, ...shapes.filter.slice(1)],
      result: withChannels(shapes.result, outputs),
    };
    const filters = Array.from({ length: groups }, (_, group) =>
      oneGroup(emit, [part(x!, channels, group), part(d!, outputs, group)], partShapes, attributes),
    );
    return [emit.node('Concat', filters, { axis: int(0) })];
  },
  blocked: {
    lower(site, [x, d]) {
      const { call, block } = site;
      const { attributes, outputs } = call;
      const [image, result] = call.inputs.map(({ shape }) => shape) as [Shape, Shape];
      const filter = outputs[0]!.shape;
      // One tap leaves a blocked convolution a single place to compute at a time.
      const taps = filter[2]! * filter[3]!;
      const fits = image[0]! % block === 0 && canBlock(call.inputs[1]!, block);
      if (attributes.groups !== 1 || taps === 1 || !fits) return undefined;
      const values = { x: x!, d: d!.blocked() };
      return [asPlain(bySwappedAxes(site, values, { image, filter, result }))];
    },
  },
  vjp({ inputs: [x, d], attributes }, g, [wantsX, wantsD]) {
    const { size: _size, ...convolution } = attributes;
    const options = optionsOf(convolution);
    const [height, width] = x!.shape.slice(2);
    return [
      wantsX ? convTranspose2d(d!, g, { ...options, size: [height!, width!] }) : undefined,
      wantsD ? conv2d(x!, g, options) : undefined,
    ];
  },
};

function withChannels([images, , ...size]: Shape, channels: number): Shape {
  return [images!, channels, ...size];
}

/** Most channels for which joining shifted rows and columns beats a product per tap. */
const FEW_CHANNELS = 32;

/** The filter's gradient where all channels meet all others. */
function oneGroup(
  emit: Emitter,
  values: readonly [OnnxValue, OnnxValue],
  shapes: ConvolutionShapes,
  attributes: ConvolutionAttributes,
): OnnxValue {
  const { strides, dilations } = attributes;
  const dense = [...strides, ...dilations].every((n) => n === 1);
  return dense && shapes.image[1]! <= FEW_CHANNELS
    ? byShiftedRows(emit, values, shapes, attributes)
    : byTaps(emit, values, shapes, attributes);
}

/**
 * One product for all taps. With each image's padded rows laid end to end, a shift by a row or a column
 * is a shift along one axis: R copies of the image, each shifted by one more row, times S copies of d,
 * each shifted by one more column.
 */
function byShiftedRows(
  emit: Emitter,
  [x, d]: readonly [OnnxValue, OnnxValue],
  { image, filter, result }: ConvolutionShapes,
  { pads }: ConvolutionAttributes,
): OnnxValue {
  const [count, channels, height, width] = image as [number, number, number, number];
  const [outputs, , rows, columns] = filter as [number, number, number, number];
  const [, , resultHeight, resultWidth] = result as [number, number, number, number];
  const [top, left, bottom, right] = pads;
  const pitch = width + left + right;
  const length = resultHeight * pitch;
  const shifted = (value: OnnxValue, starts: readonly number[]): OnnxValue => {
    const parts = starts.map((start) =>
      emit.node('Slice', [
        value,
        emit.int64s([start]),
        emit.int64s([start + length]),
        emit.int64s([2]),
      ]),
    );
    return parts.length === 1 ? parts[0]! : emit.node('Concat', parts, { axis: int(1) });
  };
  const padded = emit.node('Pad', [x, emit.int64s([0, 0, top, left, 0, 0, bottom, right])]);
  const images = reshaped(emit, padded, [count, channels, (height + top + bottom) * pitch]);
  const around = emit.int64s([0, 0, 0, columns - 1, 0, 0, 1, pitch - resultWidth - (columns - 1)]);
  const slopes = reshaped(emit, emit.node('Pad', [d, around]), [
    count,
    outputs,
    (resultHeight + 1) * pitch,
  ]);
  const products = emit.node(
    'com.microsoft:FusedMatMul',
    [
      shifted(
        images,
        Array.from({ length: rows }, (_, r) => r * pitch),
      ),
      shifted(
        slopes,
        Array.from({ length: columns }, (_, s) => s),
      ),
    ],
    { transB: int(1) },
  );
  const sums = emit.node('ReduceSum', [products, emit.int64s([0])], { keepdims: int(0) });
  const apart = reshaped(emit, sums, [rows, channels, columns, outputs]);
  // The further d was shifted, the further to the left was the image's column.
  const back = [-1, -(2 ** 31), 2, -1].map((value) => emit.int64s([value]));
  const ordered = emit.node('Slice', [apart, ...back]);
  return emit.node('Transpose', [ordered], { perm: ints([3, 1, 0, 2]) });
}

/** A product for each tap of the filter, of the images as that tap meets them, channels last. */
function byTaps(
  emit: Emitter,
  [x, d]: readonly [OnnxValue, OnnxValue],
  { image, filter, result }: ConvolutionShapes,
  { strides, pads, dilations }: ConvolutionAttributes,
): OnnxValue {
  const [count, channels] = image as [number, number];
  const [outputs, , rows, columns] = filter as [number, number, number, number];
  const [, , resultHeight, resultWidth] = result as [number, number, number, number];
  const places = count * resultHeight * resultWidth;
  const channelsLast = (value: OnnxValue): OnnxValue =>
    emit.node('Transpose', [value], { perm: ints([0, 2, 3, 1]) });
  const flat = (value: OnnxValue, width: number): OnnxValue =>
    reshaped(emit, value, [places, width]);
  const [top, left, bottom, right] = pads;
  const padded = emit.node('Pad', [
    channelsLast(x),
    emit.int64s([0, top, left, 0, 0, bottom, right, 0]),
  ]);
  const slopes = flat(channelsLast(d), outputs);
  const taps: OnnxValue[] = [];
  for (let r = 0; r < rows; r++) {
    for (let s = 0; s < columns; s++) {
      const starts = [r * dilations[0], s * dilations[1]];
      const met = emit.node('Slice', [
        padded,
        emit.int64s(starts),
        emit.int64s([
          starts[0]! + (resultHeight - 1) * strides[0] + 1,
          starts[1]! + (resultWidth - 1) * strides[1] + 1,
        ]),
        emit.int64s([1, 2]),
        emit.int64s(strides),
      ]);
      taps.push(emit.node('Gemm', [flat(met, channels), slopes], { transA: int(1) }));
    }
  }
  const all = emit.node('Concat', taps, { axis: int(0) });
  const apart = reshaped(emit, all, [rows, columns, channels, outputs]);
  return emit.node('Transpose', [apart], { perm: ints([3, 2, 0, 1]) });
}

/**
 * A convolution in which examples are the channels: image c of N channels, convolved with a filter as
 * large as d that takes N channels to K, gives tap after tap of the gradient for channel c.
 */
function bySwappedAxes(
  { emit, block, call: { attributes } }: BlockedSite<'conv2dFilter'>,
  { x, d }: { readonly x: LaidOutValue; readonly d: OnnxValue },
  { image, filter, result }: ConvolutionShapes,
): OnnxValue {
  const { strides, pads, dilations } = attributes;
  const [count, channels] = image as [number, number];
  const [outputs, , rows, columns] = filter as [number, number, number, number];
  const [, , resultHeight, resultWidth] = result as [number, number, number, number];
  // Kernels compute several neighbouring places at a time, and there are few taps in a row: where K is a
  // single block too, the columns of two channels take turns, and their taps are twice as many.
  const lanes = outputs === block && channels % 2 === 0 && dilations[1] === 1 ? 2 : 1;
  // Zeros are added beforehand, by kernels that run on all threads: the convolution's own padding is slow
  // with a filter of this size.
  const extent = extentOf(filter, attributes);
  const missing = (axis: 0 | 1): number =>
    Math.max(
      0,
      (result[2 + axis]! - 1) * strides[axis] + extent[axis] - image[2 + axis]! - pads[axis],
    );
  const padded = blockedScaling(emit, {
    image: examplesAsChannels(emit, x, image, { block, lanes }),
    scale: emit.constant(floatingTensor('float32', [count], new Float64Array(count).fill(1))),
    channels: count,
    pads: [pads[0], pads[1] * lanes, missing(0), missing(1) * lanes],
  });
  const slopes = moveRows(emit, d, {
    shape: [count / block, block, outputs / block, resultHeight * resultWidth, block],
    order: [2, 0, 3, 1],
  });
  const taps = blockedConvolution(
    emit,
    {
      image: padded,
      filter: reshaped(emit, slopes, [outputs, count, resultHeight, resultWidth]),
      size: [resultHeight, resultWidth],
    },
    {
      strides: dilations,
      pads: [0, 0, 0, 0],
      dilations: [strides[0], strides[1] * lanes],
      groups: 1,
    },
  );
  const reached = [0, 1].map((i) => {
    const size = image[2 + i]! + pads[i]! + missing(i as 0 | 1);
    return Math.floor((size - (result[2 + i]! - 1) * strides[i]! - 1) / dilations[i]!) + 1;
  }) as [number, number];
  const apart = [channels / lanes, outputs, ...reached, lanes];
  const turned = emit.node('Transpose', [reshaped(emit, fromBlocks(emit, taps, outputs), apart)], {
    perm: ints([1, 0, 4, 2, 3]),
  });
  const all = reshaped(emit, turned, [outputs, channels, ...reached]);
  if (reached[0] === rows && reached[1] === columns) return all;
  // Rows of the image that no tap of the convolution reached give taps more than there are.
  const ends = emit.int64s([rows, columns]);
  return emit.node('Slice', [all, emit.int64s([0, 0]), ends, emit.int64s([2, 3])]);
}

/**
 * Images `[N, C, H, W]` as C images of N channels, in blocks of those; with two lanes as C/2 images
 * whose columns are those of two channels in turns.
 */
function examplesAsChannels(
  emit: Emitter,
  x: LaidOutValue,
  [count, channels, height, width]: Shape,
  { block, lanes }: { readonly block: number; readonly lanes: number },
): OnnxValue {
  const groups = count! / block;
  const places = height! * width!;
  // However the images lie, in `block` of them each element meets its fellows. Channels that are to take
  // turns are fetched faster from where they lie apart.
  const inBlocks = x.isBlocked && lanes === 1;
  const value = inBlocks ? x.blocked() : x.plain();
  const elements = [groups, block, channels! * height!, width!];
  const examplesLast = toBlocks(emit, reshaped(emit, value, elements));
  const moved = inBlocks
    ? moveRows(emit, examplesLast, {
        shape: [groups, channels! / block, places, block, block],
        order: [1, 3, 0, 2],
      })
    : moveRows(emit, examplesLast, {
        shape: [groups, channels! / lanes, lanes, places, block],
        order: [1, 0, 3, 2],
      });
  return reshaped(emit, moved, [channels! / lanes, count!, height!, width! * lanes]);
}
