import {
  allocate,
  type DType,
  type HostTensor,
  hostTensor,
  type ImagePreprocessing,
  makeImagePipeline,
  type Normalization,
  type Shape,
  type TensorData,
} from 'temper';
import { UserError } from '../user-error.ts';
import type { PreprocessingFlags } from './foreign-options.ts';
import { type InputLayout, layoutFor, type ModelInput } from './input-layout.ts';
import type { ForeignExamples } from './load-examples.ts';

/** Examples as a model takes them. */
export interface ExampleFeed {
  readonly size: number;
  /** Of one example. */
  readonly shape: Shape;
  /** Examples `start` … `start + count − 1`, followed by zeros up to `rows` of them. */
  batch(start: number, count: number, rows: number): HostTensor;
}

/** What is known of how pixels come into the model. */
export interface Preprocessing {
  readonly told: ImagePreprocessing | undefined;
  readonly flags: PreprocessingFlags;
}

/** What JavaScript has arrays for, and classifiers take. */
const FED: readonly string[] = ['float32', 'float64', 'uint8', 'int32', 'int64'];

/**
 * Lays examples out for a model.
 * @throws UserError if they cannot be what it takes, or it is not known how pixels become numbers.
 */
export function feedExamples(
  where: string,
  examples: ForeignExamples,
  { input, preprocessing }: { readonly input: ModelInput; readonly preprocessing: Preprocessing },
): ExampleFeed {
  const { name, elementType } = input;
  if (!FED.includes(elementType)) {
    throw new UserError(
      `${where}: expected input '${name}' to be of ${FED.join(', ')}, got ${elementType}; export the model with another`,
    );
  }
  if (examples.kind === 'images') return feedImages(where, examples, { input, preprocessing });
  const images = asImages(examples, input);
  if (!images) return feedArrays(where, examples.inputs, input);
  const { normalization, mean, std } = preprocessing.flags;
  if (!preprocessing.told && !normalization && !mean && !std) {
    throw new UserError(
      `${where}: expected --normalization with pixels of uint8, since the model takes ${elementType}, got none; say unit, per-channel or per-image, or --mean and --std`,
    );
  }
  return feedImages(where, images, { input, preprocessing });
}

type Images = Pick<Extract<ForeignExamples, { kind: 'images' }>, 'split' | 'training'>;

/** Arrays of pixels for a model that does not take pixels, as images; undefined for other arrays. */
function asImages(
  { inputs, labels }: Extract<ForeignExamples, { kind: 'arrays' }>,
  { elementType }: ModelInput,
): Images | undefined {
  const { dtype, shape } = inputs;
  if (dtype !== 'uint8' || elementType === 'uint8' || shape.length < 3 || shape.length > 4)
    return undefined;
  const isFirst = [1, 3].includes(shape[1]!) && ![1, 3].includes(shape[3] ?? 1);
  const images = (isFirst ? channelsLast(inputs) : inputs) as HostTensor<'uint8'>;
  return { split: { images, labels }, training: images };
}

function channelsLast({ shape, data }: HostTensor): HostTensor<'uint8'> {
  const [count, ...image] = shape as readonly [number, number, number, number];
  const [channels, height, width] = image;
  const turned = reordered({ data, from: 0, count: data.length }, image, [1, 2, 0]);
  return hostTensor('uint8', [count, height, width, channels], turned.data as Uint8Array);
}

function feedArrays(
  where: string,
  { dtype, shape, data }: HostTensor,
  input: ModelInput,
): ExampleFeed {
  const stored = shape.slice(1);
  const layout = layoutFor(where, stored, input);
  const elements = stored.reduce((product, side) => product * side, 1);
  const isWhole = dtype !== 'float32' && dtype !== 'float64';
  if (!isWhole && !input.elementType.startsWith('float')) {
    throw new UserError(
      `${where}: expected inputs of ${input.elementType}, as the model takes them, got ${dtype}; save them after array.astype`,
    );
  }
  if (input.elementType === 'uint8' && dtype !== 'uint8' && dtype !== 'bool') {
    throw new UserError(
      `${where}: expected inputs of uint8, as the model takes them, got ${dtype}`,
    );
  }
  return makeFeed(input, layout, {
    size: shape[0]!,
    stored,
    read: (start, count) => ({ data, from: start * elements, count: count * elements }),
  });
}

function feedImages(
  where: string,
  { split: { images, labels }, training }: Images,
  { input, preprocessing }: { readonly input: ModelInput; readonly preprocessing: Preprocessing },
): ExampleFeed {
  const channels = images.shape[3] ?? 1;
  const isPixels = input.elementType === 'uint8';
  const pipeline = makeImagePipeline(
    {
      ...cutOf(preprocessing),
      flip: false,
      normalization: isPixels
        ? wholePixels(channels)
        : normalizationOf(where, preprocessing, channels),
    },
    training,
  );
  const size = pipeline.outputShape.reduce((product, side) => product * side, 1);
  return makeFeed(input, layoutFor(where, pipeline.outputShape, input), {
    size: labels.length,
    stored: pipeline.outputShape,
    read(start, count) {
      const data = new Float32Array(count * size);
      const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
      pipeline.fillCentered(data, { images, indices });
      // Back to whole numbers, where dividing by 255 and multiplying did not end on one.
      if (isPixels) data.forEach((pixel, i) => (data[i] = Math.round(pixel)));
      return { data, from: 0, count: data.length };
    },
  });
}

function cutOf({ told, flags }: Preprocessing): Pick<ImagePreprocessing, 'pad' | 'crop'> {
  if (flags.crop !== undefined || !told) return { pad: 0, crop: flags.crop ?? null };
  return { pad: told.pad, crop: told.crop };
}

/** Pixels as they are: of pixels over 255, 255 times as much. */
function wholePixels(channels: number): Normalization {
  const [means, standardDeviations] = [0, 1 / 255].map((value) =>
    new Array<number>(channels).fill(value),
  );
  return { name: 'per-channel', means: means!, standardDeviations: standardDeviations! };
}

function normalizationOf(
  where: string,
  { told, flags: { normalization, mean, std } }: Preprocessing,
  channels: number,
): Normalization | Normalization['name'] {
  if (mean === undefined && std === undefined)
    return normalization ?? told?.normalization ?? 'unit';
  if (normalization !== undefined && normalization !== 'per-channel') {
    throw new UserError(
      `${where}: expected --mean and --std with --normalization per-channel, got ${normalization}; leave one out`,
    );
  }
  const perChannel = (flag: string, given: readonly number[]): readonly number[] => {
    if (given.length === channels) return given;
    if (given.length === 1) return new Array<number>(channels).fill(given[0]!);
    throw new UserError(
      `${where}: expected ${flag} to have one number for each of ${channels} channels, got ${given.length}`,
    );
  };
  return {
    name: 'per-channel',
    means: perChannel('--mean', mean ?? [0]),
    standardDeviations: perChannel('--std', std ?? [1]),
  };
}

/** Elements, in part of an array. */
interface Part {
  readonly data: TensorData;
  readonly from: number;
  readonly count: number;
}

/** Where examples come from. */
interface Stored {
  readonly size: number;
  /** Of one example, as it is read. */
  readonly stored: Shape;
  readonly read: (start: number, count: number) => Part;
}

function makeFeed(
  input: ModelInput,
  { order, shape }: InputLayout,
  { size, stored, read }: Stored,
): ExampleFeed {
  const elements = shape.reduce((product, side) => product * side, 1);
  const dtype = input.elementType as DType;
  return {
    size,
    shape,
    batch(start, count, rows) {
      const part = read(start, count);
      const { data, from, count: length } = order ? reordered(part, stored, order) : part;
      const values = allocate(dtype, rows * elements);
      if (values instanceof BigInt64Array) {
        for (let i = 0; i < length; i++) values[i] = BigInt(data[from + i]!);
      } else if (data instanceof BigInt64Array) {
        for (let i = 0; i < length; i++) values[i] = Number(data[from + i]!);
      } else values.set(data.subarray(from, from + length));
      return hostTensor(dtype, [rows, ...shape], values);
    },
  };
}

/** Examples of three axes with these in another order. */
function reordered({ data, from, count }: Part, shape: Shape, order: readonly number[]): Part {
  const [height, width, depth] = order.map((axis) => shape[axis]!) as [number, number, number];
  const [a, b, c] = order.map((axis) =>
    shape.slice(axis + 1).reduce((product, side) => product * side, 1),
  ) as [number, number, number];
  const turned = data.slice(0, count);
  let at = 0;
  for (let example = from; example < from + count; example += height * width * depth) {
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        for (let k = 0; k < depth; k++) turned[at++] = data[example + i * a + j * b + k * c]!;
      }
    }
  }
  return { data: turned, from: 0, count };
}
