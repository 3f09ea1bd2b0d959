import { ShapeError } from '../../base/index.ts';
import { formatShape, sameShape, sizeOf } from '../../tensor/index.ts';
import {
  averagePool,
  type Emitter,
  int,
  ints,
  type OnnxValue,
  type OpAttributes,
  type OpDefinition,
  type TensorType,
  text,
} from '../graph/index.ts';
import { assertFloating } from './elementwise.ts';
import { floatingTensor } from './floating-tensor.ts';
import { countsOf, forEachPlace, onnxPooling, pooledShape, poolingOptions } from './pooling.ts';

type Attributes = OpAttributes['averagePoolInput'];

/** The transpose of average pooling: the gradient with respect to its image. */
export const averagePoolInput: OpDefinition<'averagePoolInput'> = {
  infer([d], attributes) {
    assertFloating('averagePoolInput', d!);
    const { dtype, shape } = d!;
    const image = [shape[0]!, shape[1]!, ...attributes.imageSize];
    const pooled = pooledShape('averagePoolInput', image, attributes);
    if (!sameShape(shape, pooled)) {
      throw new ShapeError(
        `averagePoolInput: expected d of shape ${formatShape(pooled)}, got ${formatShape(shape)}`,
      );
    }
    return [{ dtype, shape: image }];
  },
  evaluate([d], attributes, [out]) {
    const x = new Float64Array(sizeOf(out!.shape));
    const counts = countsOf(out!.shape, d!.shape, attributes);
    forEachPlace(out!.shape, d!.shape, attributes, (place, at) => {
      x[place]! += d!.data[at]! / counts[at % counts.length]!;
    });
    return [x];
  },
  lower(emit, [d], { attributes, inputs: [pooled], outputs: [image] }) {
    const { dtype, shape } = pooled!;
    const shares = countsOf(image!.shape, shape, attributes).map((count) => 1 / count);
    const share = emit.constant(floatingTensor(dtype, [1, 1, ...shape.slice(2)], shares));
    const site = { emit, value: emit.node('Mul', [d!, share]), attributes, pooled: pooled! };
    const tiled =
      sameShape(attributes.size, attributes.strides) && attributes.pads.every((n) => n === 0);
    return [tiled ? enlarge(site) : spread(site)];
  },
  vjp: ({ attributes }, g) => [
    averagePool(g, { ...poolingOptions(attributes), countPadding: attributes.countPadding }),
  ],
};

interface Site {
  readonly emit: Emitter;
  readonly value: OnnxValue;
  readonly attributes: Attributes;
  readonly pooled: TensorType;
}

/** Every element repeated over its window, windows side by side; zeros where the last ones end early. */
function enlarge({ emit, value, attributes: { size, imageSize }, pooled }: Site): OnnxValue {
  const scales = emit.constant(floatingTensor('float32', [4], Float64Array.of(1, 1, ...size)));
  const large = emit.node('Resize', [value, '', scales], {
    mode: text('nearest'),
    coordinate_transformation_mode: text('asymmetric'),
    nearest_mode: text('floor'),
  });
  const rest = imageSize.map((n, i) => n - pooled.shape[2 + i]! * size[i]!);
  if (rest.every((n) => n === 0)) return large;
  return emit.node('Pad', [large, emit.int64s([0, 0, 0, 0, 0, 0, ...rest])]);
}

/** Every element added to all places of its window: a transposed convolution of each channel with ones. */
function spread({ emit, value, attributes, pooled: { dtype, shape } }: Site): OnnxValue {
  const { size, strides, pads, imageSize } = attributes;
  const channels = shape[1]!;
  const ones = new Float64Array(channels * sizeOf(size)).fill(1);
  const rest = imageSize.map(
    (n, i) => n + pads[i]! + pads[i + 2]! - (shape[2 + i]! - 1) * strides[i]! - size[i]!,
  );
  return emit.node(
    'ConvTranspose',
    [value, emit.constant(floatingTensor(dtype, [channels, 1, ...size], ones))],
    { ...onnxPooling(attributes), output_padding: ints(rest), group: int(channels) },
  );
}
