import { assertInteger, ShapeError } from '../../base/index.ts';
import { maxPool, relu, reshape, type SymbolicTensor } from '../../engine/graph/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import {
  convLayer,
  denseLayer,
  dropoutLayer,
  glorotUniform,
  heNormal,
  zeros,
} from '../nn/index.ts';
import type { Classifier } from './classifier.ts';

/** A small convolutional network. */
export interface CnnOptions {
  /** `[C, H, W]`, H and W at least 4. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  /** Share of the penultimate activations dropped while training. Default 0. */
  readonly dropout?: number;
}

/**
 * A network of LeNet's kind for images of 28×28 and thereabouts: two 3×3 convolutions with 32 channels
 * and one with 64, ReLU after each, 2×2 max pooling after the second and the third, a dense layer of 128
 * units with ReLU, the penultimate one, dropout, and a linear head. He initialisation, Glorot for the head.
 *
 * @throws ShapeError if the images are not `[C, H, W]` of at least 4×4.
 *
 * References: LeCun et al., Gradient-Based Learning Applied to Document Recognition, Proceedings of the
 * IEEE 1998, for the plan.
 */
export function cnn({ inputShape, numClasses, dropout = 0 }: CnnOptions): Classifier {
  assertInteger('cnn', 'numClasses', numClasses, 2);
  const [channels, ...places] = inputShape;
  if (inputShape.length !== 3 || channels! < 1 || places.some((size) => size < 4)) {
    throw new ShapeError(
      `cnn: expected images [C, H, W] of at least 4×4, got ${formatShape(inputShape)}`,
    );
  }
  return {
    name: 'cnn',
    inputShape,
    numClasses,
    templates: { weight: 'head.weight', bias: 'head.bias' },
    forward(context, images) {
      const conv = (x: SymbolicTensor, name: string, filters: number): SymbolicTensor =>
        convLayer(context, x, {
          name,
          filters,
          size: 3,
          padding: 1,
          initializer: heNormal,
          bias: zeros,
        });
      // ReLU after pooling: the largest is the same either way, and a quarter is left to cut.
      const pooled = (x: SymbolicTensor): SymbolicTensor =>
        relu(maxPool(x, { size: 2, stride: 2 }));
      const edges = relu(conv(images, 'conv1', 32));
      const small = pooled(conv(edges, 'conv2', 32));
      const smaller = pooled(conv(small, 'conv3', 64));
      const flat = reshape(smaller, [images.shape[0]!, sizeOf(smaller.shape.slice(1))]);
      const dense = { name: 'dense', units: 128, initializer: heNormal };
      const features = relu(denseLayer(context, flat, dense));
      const penultimate = dropoutLayer(context, features, { name: 'dense', rate: dropout });
      const head = { name: 'head', units: numClasses, initializer: glorotUniform };
      return { logits: denseLayer(context, penultimate, head), penultimate };
    },
  };
}
