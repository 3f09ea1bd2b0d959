import { ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import {
  type AveragePoolingAttributes,
  type ConvolutionAttributes,
  ints,
  type OnnxAttributes,
  type OpName,
  type PoolingAttributes,
  type PoolingOptions,
} from '../graph/index.ts';
import { type ConvolutionShapes, forEachProduct, resultSize } from './convolution.ts';

/**
 * The shape that pooling gives an image.
 * @throws ShapeError if a window does not fit, or could lie outside the image altogether.
 */
export function pooledShape(
  op: OpName,
  image: Shape,
  { size, strides, pads }: PoolingAttributes,
): Shape {
  const whole = [...size, ...strides].every((n) => Number.isInteger(n) && n >= 1);
  const inside = pads.every((n, i) => Number.isInteger(n) && n >= 0 && n < size[i % 2]!);
  if (!whole || !inside) {
    throw new ShapeError(
      `${op}: expected sizes and strides of at least 1, and paddings from 0 to below the size, got size ${formatShape(size)}, strides ${formatShape(strides)}, paddings ${formatShape(pads)}`,
    );
  }
  const places = resultSize(image, [1, 1, ...size], moving({ size, strides, pads }));
  if (image.length !== 4 || image.slice(2).includes(0) || places.some((n) => n < 1)) {
    throw new ShapeError(
      `${op}: expected an image [N, C, H, W] in which a window ${formatShape(size)} fits, got ${formatShape(image)}`,
    );
  }
  return [image[0]!, image[1]!, ...places];
}

/**
 * Calls back for every real place of every window, row by row in each: the flat places in the image and
 * in the result.
 */
export function forEachPlace(
  image: Shape,
  result: Shape,
  attributes: PoolingAttributes,
  visit: (image: number, result: number) => void,
): void {
  const single = ([count, channels, ...size]: Shape): Shape => [count! * channels!, 1, ...size];
  const shapes: ConvolutionShapes = {
    image: single(image),
    filter: [1, 1, ...attributes.size],
    result: single(result),
  };
  forEachProduct(shapes, moving(attributes), (place, _tap, at) => {
    visit(place, at);
  });
}

/** A window that moves as a filter does. */
function moving({ strides, pads }: PoolingAttributes): ConvolutionAttributes {
  return { strides, pads, dilations: [1, 1], groups: 1 };
}

/** How many elements the average of each place of a result is of: `[Ho, Wo]`, row by row. */
export function countsOf(
  image: Shape,
  result: Shape,
  { countPadding, ...attributes }: AveragePoolingAttributes,
): Float64Array {
  const counts = new Float64Array(result[2]! * result[3]!);
  if (countPadding) return counts.fill(sizeOf(attributes.size));
  const one = ([, , ...size]: Shape): Shape => [1, 1, ...size];
  forEachPlace(one(image), one(result), attributes, (_place, at) => counts[at]!++);
  return counts;
}

/** The attributes of an ONNX pooling. */
export function onnxPooling({ size, strides, pads }: PoolingAttributes): OnnxAttributes {
  return { kernel_shape: ints(size), strides: ints(strides), pads: ints(pads) };
}

/** Attributes as the calls take them. */
export function poolingOptions({ size, strides, pads }: PoolingAttributes): PoolingOptions {
  return { size, stride: strides, padding: pads };
}
