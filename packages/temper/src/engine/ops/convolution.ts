import { ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import {
  type ConvolutionAttributes,
  type ConvolutionOptions,
  int,
  ints,
  type OnnxAttributes,
  type OpName,
  type TensorType,
} from '../graph/index.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';

/** The shapes of the three tensors that a convolution relates. */
export interface ConvolutionShapes {
  /** `[N, C, H, W]`. */
  readonly image: Shape;
  /** `[K, C/groups, R, S]`. */
  readonly filter: Shape;
  /** `[N, K, Ho, Wo]`. */
  readonly result: Shape;
}

/** Height and width of a filter with its gaps. */
export function extentOf(filter: Shape, { dilations }: ConvolutionAttributes): [number, number] {
  return [dilations[0] * (filter[2]! - 1) + 1, dilations[1] * (filter[3]! - 1) + 1];
}

/** Height and width of what a convolution gives. */
export function resultSize(
  image: Shape,
  filter: Shape,
  attributes: ConvolutionAttributes,
): [number, number] {
  const { strides, pads } = attributes;
  const extent = extentOf(filter, attributes);
  const along = (i: 0 | 1): number =>
    Math.floor((image[2 + i]! + pads[i] + pads[i + 2]! - extent[i]) / strides[i]) + 1;
  return [along(0), along(1)];
}

/**
 * Requires an image, a filter and a result to belong together.
 * @throws ShapeError or DTypeError.
 */
export function assertConvolution(
  op: OpName,
  [a, b]: readonly [TensorType, TensorType],
  { image, filter, result }: ConvolutionShapes,
  attributes: ConvolutionAttributes,
): void {
  assertFloating(op, a);
  assertSameDType(op, a, b);
  const { strides, pads, dilations, groups } = attributes;
  const whole = [...strides, ...dilations, groups].every((n) => Number.isInteger(n) && n >= 1);
  if (!whole || !pads.every((n) => Number.isInteger(n) && n >= 0)) {
    throw new ShapeError(
      `${op}: expected strides, dilations and groups of at least 1 and paddings of at least 0, got ${JSON.stringify(attributes)}`,
    );
  }
  const ranks = [image, filter, result].every((shape) => shape.length === 4);
  const channels =
    Number.isInteger(filter[1]) &&
    image[1] === filter[1]! * groups &&
    filter[0]! % groups === 0 &&
    result[1] === filter[0];
  const size = resultSize(image, filter, attributes);
  const places = size.every((n, i) => n >= 1 && n === result[2 + i]);
  if (!ranks || !channels || image[0] !== result[0] || !places) {
    throw new ShapeError(
      `${op}: expected an image [N, C, H, W], a filter [K, C/${groups}, R, S] no larger than the padded image, and a result [N, K, ${size.join(', ')}], got ${[image, filter, result].map(formatShape).join(', ')}`,
    );
  }
}

/** Calls back for every product that a convolution sums: the flat places of its three factors. */
export function forEachProduct(
  { image, filter, result }: ConvolutionShapes,
  { strides, pads, dilations, groups }: ConvolutionAttributes,
  visit: (image: number, filter: number, result: number) => void,
): void {
  const [, channels, height, width] = image as [number, number, number, number];
  const [outputs, perGroup, rows, columns] = filter as [number, number, number, number];
  const [, , resultHeight, resultWidth] = result as [number, number, number, number];
  const total = sizeOf(result);
  for (let at = 0; at < total; at++) {
    const j = at % resultWidth;
    const i = Math.floor(at / resultWidth) % resultHeight;
    const k = Math.floor(at / (resultWidth * resultHeight)) % outputs;
    const n = Math.floor(at / (resultWidth * resultHeight * outputs));
    const first = Math.floor((k * groups) / outputs) * perGroup;
    for (let c = 0; c < perGroup; c++) {
      for (let r = 0; r < rows; r++) {
        const y = i * strides[0] + r * dilations[0] - pads[0];
        if (y < 0 || y >= height) continue;
        for (let s = 0; s < columns; s++) {
          const x = j * strides[1] + s * dilations[1] - pads[1];
          if (x < 0 || x >= width) continue;
          const pixel = ((n * channels + first + c) * height + y) * width + x;
          visit(pixel, ((k * perGroup + c) * rows + r) * columns + s, at);
        }
      }
    }
  }
}

/** The attributes of an ONNX convolution. */
export function onnxConvolution(
  { strides, pads, dilations, groups }: ConvolutionAttributes,
  filter: Shape,
): OnnxAttributes {
  return {
    kernel_shape: ints(filter.slice(2)),
    strides: ints(strides),
    pads: ints(pads),
    dilations: ints(dilations),
    group: int(groups),
  };
}

/** Attributes as the calls take them. */
export function optionsOf({
  strides,
  pads,
  dilations,
  groups,
}: ConvolutionAttributes): ConvolutionOptions {
  return { stride: strides, padding: pads, dilation: dilations, groups };
}
