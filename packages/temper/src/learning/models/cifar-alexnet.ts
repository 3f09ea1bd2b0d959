import { assertInteger, ShapeError } from '../../base/index.ts';
import {
  localResponseNorm,
  maxPool,
  relu,
  reshape,
  type SymbolicTensor,
} from '../../engine/graph/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import { convLayer, denseLayer, filled, truncatedNormal, zeros } from '../nn/index.ts';
import type { Classifier } from './classifier.ts';

/** The AlexNet of TensorFlow's CIFAR tutorial. */
export interface CifarAlexnetOptions {
  /** `[C, H, W]`; the tutorial has `[3, 24, 24]`. */
  readonly inputShape: Shape;
  readonly numClasses: number;
}

/** Nine channels; TensorFlow multiplies the sum of squares by 0.001/9, here α is divided by the size. */
const RESPONSE_NORM = { size: 9, alpha: 0.001, beta: 0.75, bias: 1 };
const CONV = { filters: 64, size: 5, padding: 2, initializer: truncatedNormal(0.05) };

/**
 * Two 5×5 convolutions with 64 channels, each with ReLU, 3×3 max pooling of stride 2 and local response
 * normalisation (pooled before the first normalisation, after the second), dense layers of 384 and 192
 * units with ReLU, the latter the penultimate layer, and a linear head: the "AlexNet" of Müller et al.
 * (2019) for CIFAR-10. Poolings pad as TensorFlow's SAME does; initial weights are the tutorial's.
 *
 * @throws ShapeError if the images are not `[C, H, W]`.
 *
 * References: TensorFlow, Convolutional Neural Networks tutorial, cifar10.py; after Krizhevsky's
 * cuda-convnet. <https://github.com/tensorflow/models/tree/r1.13.0/tutorials/image/cifar10>
 */
export function cifarAlexnet({ inputShape, numClasses }: CifarAlexnetOptions): Classifier {
  assertInteger('cifarAlexnet', 'numClasses', numClasses, 2);
  if (inputShape.length !== 3 || !inputShape.every((size) => size > 0)) {
    throw new ShapeError(`cifarAlexnet: expected images [C, H, W], got ${formatShape(inputShape)}`);
  }
  return {
    name: 'cifar-alexnet',
    inputShape,
    numClasses,
    templates: { weight: 'head.weight', bias: 'head.bias' },
    forward(context, images) {
      const first = convLayer(context, images, { name: 'conv1', ...CONV, bias: zeros });
      // The tutorial pools after ReLU. The largest is the same either way, and a quarter is left to cut.
      const pooled = relu(samePool(first));
      const normed = localResponseNorm(pooled, RESPONSE_NORM);
      const second = convLayer(context, normed, { name: 'conv2', ...CONV, bias: filled(0.1) });
      const last = samePool(localResponseNorm(relu(second), RESPONSE_NORM));
      const flat = reshape(last, [images.shape[0]!, sizeOf(last.shape.slice(1))]);
      const hidden = { initializer: truncatedNormal(0.04), bias: filled(0.1) };
      const wide = relu(denseLayer(context, flat, { name: 'dense1', units: 384, ...hidden }));
      const penultimate = relu(
        denseLayer(context, wide, { name: 'dense2', units: 192, ...hidden }),
      );
      const initializer = truncatedNormal(1 / 192);
      const head = { name: 'head', units: numClasses, initializer };
      return { logits: denseLayer(context, penultimate, head), penultimate };
    },
  };
}

/** 3×3 max pooling of stride 2 that covers every pixel; where padding is odd, more of it is below and right. */
function samePool(x: SymbolicTensor): SymbolicTensor {
  const [above, left] = [2, 3].map((axis) => (x.shape[axis]! % 2 === 0 ? 0 : 1));
  return maxPool(x, { size: 3, stride: 2, padding: [above!, left!, 1, 1] });
}
