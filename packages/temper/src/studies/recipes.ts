import type { TrialConfigInput } from './trial-config.ts';

/** A named set of hyper-parameters, and where each comes from. */
export interface Recipe {
  readonly title: string;
  readonly config: Omit<TrialConfigInput, 'seed'>;
  /** One line per choice that needs a reason. */
  readonly reasons: readonly string[];
}

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
    reasons: [],
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
    reasons: [],
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
    reasons: [],
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
    reasons: [],
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
