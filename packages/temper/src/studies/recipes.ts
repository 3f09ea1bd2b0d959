import type { TrialConfigInput } from './trial-config.ts';

/** A named set of hyper-parameters, and where each comes from. */
export interface Recipe {
  readonly title: string;
  readonly config: Omit<TrialConfigInput, 'seed'>;
  /** One line per choice that needs a reason. */
  readonly reasons: readonly string[];
}

/** Of both AlexNets: where `decayed: 'dense'` differs from the tutorial. */
const HEAD_DECAYS = 'the last layer decays with the other dense ones; in the tutorial it does not';

/** The recipes by name. */
export const RECIPES = {
  'mnist-teacher': {
    title: 'The MNIST teacher of Hinton et al. (2015) and Müller et al. (2019)',
    config: {
      data: { name: 'mnist' },
      images: { pad: 2 },
      model: { name: 'mlp', hidden: [1200, 1200], dropout: 0.2 },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.1,
      schedule: { name: 'linear-to-zero' },
      batchSize: 128,
      epochs: 40,
    },
    reasons: [
      'network, shifts of ±2 pixels, momentum 0.9, learning rate decayed linearly to 0: the paper',
      'dropout 0.2, learning rate 0.1: not given by the paper; the best validation error of a small search at 40 epochs',
      '5,000 training examples are held out, so that temperature is fitted where it is not judged',
    ],
  },
  'cifar-alexnet': {
    title: 'AlexNet for CIFAR-10, as in the TensorFlow tutorial that Müller et al. (2019) follow',
    config: {
      data: { name: 'cifar10', validation: 10_000 },
      images: { crop: 24, flip: true, normalization: 'per-image' },
      model: { name: 'cifar-alexnet' },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.1,
      schedule: { name: 'steps', milestones: [0.5, 0.75], factor: 0.1 },
      weightDecay: 0.004,
      decayed: 'dense',
      batchSize: 128,
      epochs: 200,
    },
    reasons: [
      'network, 24×24 crops, flips, standardised images, batch 128, L2 on the dense layers: the TensorFlow tutorial, whose brightness and contrast changes are left out',
      HEAD_DECAYS,
      '10,000 of the training examples are held out, as in the paper',
      'the learning rate is divided by 10 twice, as the paper says; when, and for how many epochs, it does not say: at half and three quarters of 200',
    ],
  },
  'cifar-alexnet-short': {
    title: 'The same network in 20 epochs, for a CPU',
    config: {
      data: { name: 'cifar10', validation: 5_000 },
      images: { crop: 24, flip: true, normalization: 'per-image' },
      model: { name: 'cifar-alexnet' },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.02,
      schedule: { name: 'linear-to-zero', warmup: 0.1 },
      weightDecay: 0.004,
      decayed: 'dense',
      batchSize: 128,
      epochs: 20,
    },
    reasons: [
      'shortened: 20 epochs in place of 200, with the learning rate decayed linearly to 0 after a tenth of warm-up, which few epochs use better than steps',
      'learning rate 0.02: a tenth of what the steps begin with, twice as much as momentum 0.9 makes of plain SGD at 0.1',
      HEAD_DECAYS,
      '5,000 examples are held out in place of 10,000: in a short run the examples are worth more',
    ],
  },
  'cifar-resnet': {
    title: 'The residual network of Müller et al. (2019) for CIFAR-100',
    config: {
      data: { name: 'cifar100', validation: 10_000 },
      images: { pad: 4, flip: true, normalization: 'per-image' },
      model: { name: 'resnet', depth: 56, version: 2 },
      optimizer: { name: 'sgd', momentum: 0.9, nesterov: true },
      learningRate: 0.1,
      schedule: { name: 'steps', milestones: [0.5, 0.75], factor: 0.1 },
      weightDecay: 1e-4,
      decayed: 'weights',
      clipNorm: 1,
      batchSize: 128,
      epochs: 200,
    },
    reasons: [
      'pre-activation, Nesterov momentum 0.9, learning rate 0.1 divided by 10 at half and three quarters, weight decay 1e-4, gradients clipped to norm 1, images padded to 40×40, cropped and flipped: the paper',
      '10,000 of the training examples are held out, as in the paper',
      '200 epochs: the paper does not say',
      'weight decay leaves biases and the gains of batch norm alone',
    ],
  },
  'cifar-resnet-short': {
    title: 'A residual network of 20 layers in 12 epochs, for a CPU',
    config: {
      data: { name: 'cifar10', validation: 5_000 },
      images: { pad: 4, flip: true, normalization: 'per-channel' },
      model: { name: 'resnet', depth: 20, version: 1 },
      optimizer: { name: 'sgd', momentum: 0.9, nesterov: true },
      learningRate: 0.2,
      schedule: { name: 'linear-to-zero', warmup: 0.2 },
      weightDecay: 5e-4,
      decayed: 'weights',
      batchSize: 128,
      epochs: 12,
    },
    reasons: [
      'shortened: ResNet-20 in 12 epochs in place of ResNet-56 in 200; the learning rate rises for a fifth of the run and then falls linearly to 0',
      'learning rate 0.2 and weight decay 5e-4, more than for long runs: few epochs need large steps and more regularisation',
      '5,000 examples are held out in place of 10,000: in a short run the examples are worth more',
    ],
  },
  'photos-cnn': {
    title: 'The small convolutional network on photographs, in 20 epochs',
    config: {
      data: { name: 'cifar10', validation: 5_000 },
      images: { pad: 4, flip: true, normalization: 'per-channel' },
      model: { name: 'cnn' },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.02,
      schedule: { name: 'linear-to-zero', warmup: 0.1 },
      weightDecay: 5e-4,
      decayed: 'weights',
      clipNorm: 1,
      batchSize: 128,
      epochs: 20,
    },
    reasons: [
      'ours, not the paper’s: for networks without batch norm, `cnn` and `mlp`, on photographs',
      'learning rate 0.02 after a tenth of warm-up and gradients clipped to norm 1: without batch norm the 0.2 of the residual network diverges',
      'pad, flips, weight decay and examples held out: those of the short residual network',
    ],
  },
  glyphs: {
    title: 'A small network on the embedded glyphs, trained in under a minute',
    config: {
      data: { name: 'glyphs', difficulty: 0.8 },
      model: { name: 'mlp', hidden: [512, 256] },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.1,
      schedule: { name: 'steps', milestones: [0.5, 0.75], factor: 0.1 },
      weightDecay: 5e-4,
      batchSize: 128,
      epochs: 40,
    },
    reasons: [
      'learning rate 0.1, divided by 10 at half and three quarters, with weight decay: as the paper trains its networks on images',
      'difficulty 0.8: about one test glyph in five is misread, and the hard model is too sure of it',
      'no dropout and no augmentation: the network fits its training set, as large networks do',
    ],
  },
} as const satisfies Readonly<Record<string, Recipe>>;

/** The name of a recipe. */
export type RecipeName = keyof typeof RECIPES;
