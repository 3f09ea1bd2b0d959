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
      learningRate: 0.2,
      schedule: { name: 'linear-to-zero' },
      batchSize: 128,
      epochs: 40,
    },
    reasons: [
      'network, shifts of ±2 pixels, momentum 0.9, learning rate decayed linearly to 0: the paper',
      'dropout 0.2, learning rate 0.2: not given by the paper; the best validation error of a small search at 40 epochs',
      '5,000 training examples are held out, so that temperature is fitted where it is not judged',
    ],
  },
  glyphs: {
    title: 'A small network on the embedded glyphs, trained in under a minute',
    config: {
      data: { name: 'glyphs', difficulty: 0.7 },
      model: { name: 'mlp', hidden: [512, 256] },
      optimizer: { name: 'sgd', momentum: 0.9 },
      learningRate: 0.05,
      schedule: { name: 'linear-to-zero' },
      batchSize: 128,
      epochs: 40,
    },
    reasons: [
      'difficulty 0.7: hard enough for the hard model to err, and to be over-confident when it does',
      'no dropout and no augmentation: the hard model becomes over-confident, as deep networks do',
    ],
  },
} as const satisfies Readonly<Record<string, Recipe>>;

/** The name of a recipe. */
export type RecipeName = keyof typeof RECIPES;
