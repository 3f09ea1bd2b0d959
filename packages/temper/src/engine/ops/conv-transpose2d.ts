import { sizeOf } from '../../tensor/index.ts';
import {
  type BlockedSite,
  conv2d,
  conv2dFilter,
  type ConvolutionAttributes,
  type Emitter,
  int,
  type LoweringCall,
  type OnnxValue,
  type OpDefinition,
  ints,
} from '../graph/index.ts';
import { blockedConvolution, canBlock, inBlocks, reshaped } from './blocked.ts';
import { blockedFilter, blockedTurnedFilter } from './blocked-filter.ts';
import {
  assertConvolution,
  type ConvolutionShapes,
  extentOf,
  forEachProduct,
  onnxConvolution,
  optionsOf,
} from './convolution.ts';
import { moveRows } from './move-rows.ts';

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
  lower(emit, [d, filter], call) {
    const { attributes } = call;
    const shapes = shapesOf(call);
    const turned = turnedConvolution(shapes, attributes);
    if (turned) {
      const inputs = [d!, turnedFilter(emit, filter!)];
      return [emit.node('Conv', inputs, onnxConvolution(turned, shapes.filter))];
    }
    const { strides, pads } = attributes;
    const extent = extentOf(shapes.filter, attributes);
    const rest = [0, 1].map(
      (i) =>
        shapes.image[2 + i]! -
        ((shapes.result[2 + i]! - 1) * strides[i]! + extent[i]! - pads[i]! - pads[i + 2]!),
    );
    const options = { ...onnxConvolution(attributes, shapes.filter), output_padding: ints(rest) };
    return [emit.node('ConvTranspose', [d!, filter!], options)];
  },
  blocked: {
    takesEpilogue: ({ block, call }) =>
      turnedConvolution(shapesOf(call), call.attributes) !== undefined && fillsBlocks(call, block),
    lower(site, [d, filter], epilogue) {
      const { emit, block, call } = site;
      const shapes = shapesOf(call);
      if (!fillsBlocks(call, block)) return undefined;
      const turned = turnedConvolution(shapes, call.attributes);
      if (!turned) {
        const value = byPhases(site, { d: d!.blocked(), filter: filter!.plain() }, shapes);
        return value === undefined ? undefined : [inBlocks(value)];
      }
      const convolution = {
        image: d!.blocked(),
        filter: blockedTurnedFilter(emit, filter!.plain(), shapes.filter, block),
        size: shapes.filter.slice(2),
        epilogue,
      };
      return [inBlocks(blockedConvolution(emit, convolution, turned))];
    },
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
function turnedConvolution(
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
function turnedFilter(emit: Emitter, filter: OnnxValue): OnnxValue {
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

type Call = LoweringCall<'convTranspose2d'>;

function shapesOf({ inputs: [d, filter], outputs: [image] }: Call): ConvolutionShapes {
  return { image: image!.shape, filter: filter!.shape, result: d!.shape };
}

/** Whether channels fill blocks on both sides. */
function fillsBlocks(call: Call, block: number): boolean {
  const [d, image] = [call.inputs[0]!, call.outputs[0]!];
  return call.attributes.groups === 1 && canBlock(image, block) && canBlock(d, block);
}

/** The taps that lead from d to the places of an image that lie a multiple of the stride apart. */
interface Phases {
  /** Taps along an axis, the same number for every phase. */
  readonly count: number;
  /** For every phase and tap of it the tap of the filter, which one further than the last is 0. */
  readonly taps: readonly number[];
  /** Zeros before and after d. */
  readonly pads: readonly [number, number];
}

/**
 * The phases of a strided transposed convolution along one axis. Place s·a + u of the image meets place
 * a + t of d through tap u + p − s·t of the filter, if it has that.
 */
function phasesAlong(
  axis: 0 | 1,
  { image, filter, result }: ConvolutionShapes,
  { strides, pads }: ConvolutionAttributes,
): Phases {
  const [stride, pad, size] = [strides[axis], pads[axis], filter[2 + axis]!];
  const first = Math.min(0, Math.ceil((pad - size + 1) / stride));
  const rows = image[2 + axis]! / stride;
  const last = Math.max(Math.floor((stride - 1 + pad) / stride), result[2 + axis]! - rows);
  const taps = Array.from({ length: stride }, (_, phase) =>
    Array.from({ length: last - first + 1 }, (_, t) => {
      const tap = phase + pad - stride * (first + t);
      return tap >= 0 && tap < size ? tap : size;
    }),
  );
  return {
    count: last - first + 1,
    taps: taps.flat(),
    pads: [-first, rows + last - result[2 + axis]!],
  };
}

/**
 * A strided transposed convolution as one convolution of d that gives every phase of the image in
 * channels of its own, which are then woven together. Undefined where phases differ in size.
 */
function byPhases(
  { emit, block, call: { attributes } }: BlockedSite<'convTranspose2d'>,
  { d, filter }: { readonly d: OnnxValue; readonly filter: OnnxValue },
  shapes: ConvolutionShapes,
): OnnxValue | undefined {
  const { strides, dilations } = attributes;
  const [images, channels, height, width] = shapes.image as [number, number, number, number];
  const outputs = shapes.filter[0]!;
  if (dilations.some((n) => n !== 1) || height % strides[0] > 0 || width % strides[1] > 0) {
    return undefined;
  }
  const [down, across] = [
    phasesAlong(0, shapes, attributes),
    phasesAlong(1, shapes, attributes),
  ] as const;
  const zeroTap = emit.node('Pad', [filter, emit.int64s([0, 0, 0, 0, 0, 0, 1, 1])]);
  const rows = emit.node('Gather', [zeroTap, emit.int64s(down.taps)], { axis: int(2) });
  const taps = emit.node('Gather', [rows, emit.int64s(across.taps)], { axis: int(3) });
  const apart = [outputs, channels, strides[0], down.count, strides[1], across.count];
  const turned = emit.node('Transpose', [reshaped(emit, taps, apart)], {
    perm: ints([2, 4, 1, 0, 3, 5]),
  });
  const phased = [strides[0] * strides[1] * channels, outputs, down.count, across.count];
  const convolution = {
    image: d,
    filter: blockedFilter(emit, reshaped(emit, turned, phased), phased, block),
    size: phased.slice(2),
  };
  const pads = [down.pads[0], across.pads[0], down.pads[1], across.pads[1]] as const;
  const phases = blockedConvolution(emit, convolution, {
    strides: [1, 1],
    pads,
    dilations: [1, 1],
    groups: 1,
  });
  const [h, w] = [height / strides[0], width / strides[1]];
  const woven = moveRows(emit, phases, {
    shape: [images, ...strides, channels / block, h, w, block],
    order: [0, 3, 4, 1, 5, 2],
  });
  return reshaped(emit, woven, shapes.image);
}
