import { assertInteger, ConfigError } from '../../base/index.ts';
import { relu, reshape } from '../../engine/graph/index.ts';
import { type Shape, sizeOf } from '../../tensor/index.ts';
import { denseLayer, dropoutLayer, glorotUniform, heNormal } from '../nn/index.ts';
import type { Classifier } from './classifier.ts';

/** A multilayer perceptron. */
export interface MlpOptions {
  /** Shape of one example; flattened. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  /** Units of each hidden layer, ReLU after each; the last is the penultimate layer. */
  readonly hidden: readonly number[];
  /** Share of the hidden activations dropped while training. Default 0. */
  readonly dropout?: number;
  /** Share of the pixels dropped while training. Default 0. */
  readonly inputDropout?: number;
}

/**
 * Fully connected layers with ReLU, dropout after each, and a linear head.
 *
 * With hidden 1200, 1200 and dropout this is the MNIST teacher of Hinton et al. (2015) and Müller et
 * al. (2019); with 800, 800 and no dropout, the student. He initialisation for the hidden layers,
 * Glorot for the head.
 *
 * @throws ConfigError if there is no hidden layer: the penultimate layer would be the pixels.
 */
export function mlp({
  inputShape,
  numClasses,
  hidden,
  dropout = 0,
  inputDropout = 0,
}: MlpOptions): Classifier {
  if (hidden.length === 0)
    throw new ConfigError('mlp: expected at least one hidden layer, got none');
  for (const units of hidden) assertInteger('mlp', 'units of a hidden layer', units, 1);
  assertInteger('mlp', 'numClasses', numClasses, 2);
  return {
    name: 'mlp',
    inputShape,
    numClasses,
    templates: { weight: 'head.weight', bias: 'head.bias' },
    forward(context, images) {
      const flat = reshape(images, [images.shape[0]!, sizeOf(inputShape)]);
      let x = dropoutLayer(context, flat, { name: 'input', rate: inputDropout });
      hidden.forEach((units, i) => {
        const name = `hidden${i + 1}`;
        x = relu(denseLayer(context, x, { name, units, initializer: heNormal }));
        x = dropoutLayer(context, x, { name, rate: dropout });
      });
      const head = { name: 'head', units: numClasses, initializer: glorotUniform };
      return { logits: denseLayer(context, x, head), penultimate: x };
    },
  };
}
