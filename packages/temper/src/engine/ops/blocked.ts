import { sameShape, type Shape, sizeOf } from '../../tensor/index.ts';
import {
  type BlockedLowering,
  type ConvolutionAttributes,
  type Emitter,
  type Epilogue,
  int,
  ints,
  type LaidOutResult,
  type OnnxValue,
  type OpDefinition,
  type OpName,
  type TensorType,
  text,
} from '../graph/index.ts';

/** Whether images can lie in blocks of channels: their kernels are for float32 alone. */
export function canBlock({ dtype, shape }: TensorType, block: number): boolean {
  return (
    dtype === 'float32' &&
    shape.length === 4 &&
    shape[1]! > 0 &&
    shape[1]! % block === 0 &&
    !shape.includes(0)
  );
}

/** A result in blocks. */
export function inBlocks(value: OnnxValue): LaidOutResult {
  return { layout: 'blocked', value };
}

/** A result as it is. */
export function asPlain(value: OnnxValue): LaidOutResult {
  return { layout: 'plain', value };
}

/** A value under another shape. */
export function reshaped(emit: Emitter, value: OnnxValue, shape: Shape): OnnxValue {
  return emit.node('Reshape', [value, emit.int64s(shape)]);
}

/** Plain images in blocks. */
export function toBlocks(emit: Emitter, value: OnnxValue): OnnxValue {
  return emit.node('com.microsoft.nchwc:ReorderInput', [value]);
}

/** Images in blocks made plain. */
export function fromBlocks(emit: Emitter, value: OnnxValue, channels: number): OnnxValue {
  return emit.node('com.microsoft.nchwc:ReorderOutput', [value], { channels: int(channels) });
}

/** The mean over each image's places: images in blocks to `[N, C, 1, 1]`, which lies plain and blocked alike. */
export function averageOverPlaces(emit: Emitter, value: OnnxValue): OnnxValue {
  return emit.node('com.microsoft.nchwc:GlobalAveragePool', [value]);
}

/** What a blocked convolution is given. */
export interface BlockedConvolution {
  /** In blocks; plain where there are fewer channels than a block holds. */
  readonly image: OnnxValue;
  /** As `blockedFilter` orders it. */
  readonly filter: OnnxValue;
  /** Height and width of the filter. */
  readonly size: Shape;
  /** `[K]`. */
  readonly bias?: OnnxValue | undefined;
  readonly epilogue?: Epilogue;
}

/** A convolution of images in blocks. */
export function blockedConvolution(
  emit: Emitter,
  { image, filter, size, bias = '', epilogue = {} }: BlockedConvolution,
  { strides, pads, dilations, groups }: ConvolutionAttributes,
): OnnxValue {
  const inputs = [image, filter, bias, epilogue.sum?.blocked() ?? ''];
  while (inputs.at(-1) === '') inputs.pop();
  return emit.node('com.microsoft.nchwc:Conv', inputs, {
    kernel_shape: ints(size),
    strides: ints(strides),
    pads: ints(pads),
    dilations: ints(dilations),
    group: int(groups),
    ...(epilogue.relu ? { activation: text('Relu') } : {}),
  });
}

/** Convolution of each channel by itself with one tap: x·scale (+ shift), with zeros around if padded. */
export function blockedScaling(
  emit: Emitter,
  {
    image,
    scale,
    shift,
    channels,
    pads = [0, 0, 0, 0],
    epilogue,
  }: {
    readonly image: OnnxValue;
    /** `[channels]`. */
    readonly scale: OnnxValue;
    readonly shift?: OnnxValue | undefined;
    readonly channels: number;
    readonly pads?: ConvolutionAttributes['pads'];
    readonly epilogue?: Epilogue;
  },
): OnnxValue {
  return blockedConvolution(
    emit,
    {
      image,
      filter: reshaped(emit, scale, [channels, 1, 1, 1]),
      size: [1, 1],
      bias: shift,
      ...(epilogue ? { epilogue } : {}),
    },
    { strides: [1, 1], pads, dilations: [1, 1], groups: channels },
  );
}

/**
 * Elementwise ops run on blocks as they do on anything, as long as all operands lie alike: images of one
 * shape, and scalars.
 */
export function blockedElementwise<N extends OpName>(
  lower: OpDefinition<N>['lower'],
): BlockedLowering<N> {
  return {
    lower({ emit, block, call }, inputs) {
      const { dtype, shape } = call.outputs[0]!;
      const scalar = call.inputs.map((input) => input.shape.length === 0);
      const alike = call.inputs.every(
        (input, i) => scalar[i] || (input.dtype === dtype && sameShape(input.shape, shape)),
      );
      const some = inputs.some((input, i) => !scalar[i] && input.isBlocked);
      if (!alike || !some || !canBlock(call.outputs[0]!, block)) return undefined;
      const values = inputs.map((input, i) => (scalar[i] ? input.plain() : input.blocked()));
      return lower(emit, values, call).map(inBlocks);
    },
  };
}

/** Places in an image. */
export function placesOf(shape: Shape): number {
  return sizeOf(shape.slice(2));
}
