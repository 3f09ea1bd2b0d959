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
      shift: 2,
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
