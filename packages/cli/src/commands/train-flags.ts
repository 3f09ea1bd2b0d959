import type { Command } from 'commander';
import type { RecipeName, TrialConfig } from 'temper';
import { type DataChoice, dataOption, type ModelChoice, modelOption } from './data-and-model.ts';
import { choiceOption, numberListOption, numberOption, textOption } from './parse-option.ts';
import { addDataDirOption, addRunOptions, type RunFlags } from './run-flags.ts';

/** Flags of `temper train`. What is left out is the recipe's to decide. */
export interface TrainFlags extends RunFlags {
  readonly data?: DataChoice;
  /** Examples held out of the training set; of a folder the share, in (0, 1). */
  readonly validation?: number;
  /** In [0, 1]. */
  readonly difficulty?: number;
  /** Side, pixels. */
  readonly imageSize?: number;
  readonly skipUnreadable?: true;
  readonly pad?: number;
  readonly crop?: number;
  readonly flip?: boolean;
  readonly normalization?: TrialConfig['images']['normalization'];
  readonly model?: ModelChoice;
  /** Units of each hidden layer, at least one, each at least 1. */
  readonly hidden?: readonly number[];
  readonly recipe?: RecipeName;
  /** α in [0, 1). */
  readonly labelSmoothing?: number;
  readonly smoothingConvention?: TrialConfig['loss']['convention'];
  readonly epochs?: number;
  /** In place of epochs. */
  readonly steps?: number;
  readonly batchSize?: number;
  readonly optimizer?: TrialConfig['optimizer']['name'];
  readonly learningRate?: number;
  /** In [0, 1). */
  readonly momentum?: number;
  readonly nesterov?: true;
  readonly schedule?: TrialConfig['schedule']['name'];
  /** Share of the run, in [0, 1); steps for `inverse-square-root`. */
  readonly warmup?: number;
  /** Shares of the run, each in (0, 1). */
  readonly milestones?: readonly number[];
  /** In [0, 1). */
  readonly dropout?: number;
  /** In [0, 1). */
  readonly inputDropout?: number;
  readonly weightDecay?: number;
  readonly decayed?: TrialConfig['decayed'];
  readonly clipNorm?: number;
  readonly dataDir?: string;
  /** File with a whole config, or the `config.json` of a run; the other flags of the config do not count. */
  readonly config?: string;
}

/** The members of a union of words, none left out. */
function everyOf<T extends string>(members: Readonly<Record<T, true>>): T[] {
  return Object.keys(members) as T[];
}

const NORMALIZATIONS = everyOf<TrialConfig['images']['normalization']>({
  unit: true,
  'per-channel': true,
  'per-image': true,
});
const DECAYED = everyOf<TrialConfig['decayed']>({ all: true, weights: true, dense: true });
const RECIPES = everyOf<RecipeName>({
  glyphs: true,
  'mnist-teacher': true,
  'cifar-alexnet': true,
  'cifar-alexnet-short': true,
  'cifar-resnet': true,
  'cifar-resnet-short': true,
  'photos-cnn': true,
});
const CONVENTIONS = everyOf<TrialConfig['loss']['convention']>({
  uniform: true,
  'other-classes': true,
  unigram: true,
});
const OPTIMIZERS = everyOf<TrialConfig['optimizer']['name']>({
  sgd: true,
  adam: true,
  adamw: true,
});
const SCHEDULES = everyOf<TrialConfig['schedule']['name']>({
  constant: true,
  steps: true,
  'linear-to-zero': true,
  cosine: true,
  'inverse-square-root': true,
});

const SHARE = { minimum: 0, maximum: 1, openMaximum: true } as const;
const COUNT = { whole: true, minimum: 1 } as const;
const POSITIVE = { minimum: 0, openMinimum: true } as const;

/** Adds the options of `TrainFlags`. */
export function addTrainOptions(command: Command): Command {
  const addChoice = (flag: string, what: string, choices: readonly string[]): void => {
    command.option(`${flag} <name>`, `${what}: ${choices.join(', ')}`, choiceOption(flag, choices));
  };
  const addNumber = (flag: string, what: string, ...rule: NumberRule): void => {
    command.option(`${flag} <${rule[0].whole ? 'n' : 'x'}>`, what, numberOption(flag, ...rule));
  };
  command.option(
    '--data <name>',
    'data set: glyphs, mnist, cifar10, cifar100, or folder:PATH, of class folders or an archive of them',
    dataOption,
  );
  addNumber(
    '--validation',
    'examples held out of the training set; of a folder the share',
    POSITIVE,
  );
  addNumber('--difficulty', 'of glyphs', { minimum: 0, maximum: 1 });
  addNumber('--image-size', 'side that the images of a folder are resized to', COUNT);
  command.option('--skip-unreadable', 'leave out files of a folder that cannot be read');
  addNumber('--pad', 'pixels of black around training images before a random cut', {
    whole: true,
    minimum: 0,
    maximum: 64,
  });
  addNumber('--crop', 'side of the square that is cut out', COUNT);
  command.option('--flip', 'mirror half of the training images, left to right');
  command.option('--no-flip', 'mirror none');
  addChoice('--normalization', 'how pixels become numbers', NORMALIZATIONS);
  command.option(
    '--model <name>',
    'network: mlp, cnn, cifar-alexnet, resnet20 to resnet110 (6n + 2), resnet20-v2 and so on',
    modelOption,
  );
  command.option(
    '--hidden <list>',
    'units of each hidden layer of an mlp, as 1200,1200',
    numberListOption('--hidden', COUNT),
  );
  addChoice('--recipe', 'named hyper-parameters, which the other options override', RECIPES);
  addNumber(
    '--label-smoothing',
    'share α of the target spread over the classes',
    SHARE,
    '0 is hard labels, 0.1 a common choice, and at 1 nothing of the label would be left',
  );
  addChoice('--smoothing-convention', 'what α is spread over', CONVENTIONS);
  addNumber('--epochs', 'times through the training set', COUNT);
  addNumber('--steps', 'steps, in place of epochs', COUNT);
  addNumber('--batch-size', 'examples in a step', COUNT);
  addChoice('--optimizer', 'update rule', OPTIMIZERS);
  addNumber('--learning-rate', 'step size at the start', POSITIVE);
  addNumber('--momentum', 'of sgd', SHARE);
  command.option('--nesterov', 'look ahead by the momentum of sgd');
  addChoice('--schedule', 'course of the learning rate', SCHEDULES);
  addNumber('--warmup', 'share of the run in which it rises; steps for inverse-square-root', {
    minimum: 0,
  });
  command.option(
    '--milestones <list>',
    'shares of the run at which it falls, as 0.5,0.75',
    numberListOption('--milestones', { ...SHARE, openMinimum: true }),
  );
  addNumber('--dropout', 'share of the hidden units dropped', SHARE);
  addNumber('--input-dropout', 'share of the pixels dropped', SHARE);
  addNumber('--weight-decay', 'L2 penalty, or decay of adamw', { minimum: 0 });
  addChoice('--decayed', 'what decays', DECAYED);
  addNumber('--clip-norm', 'largest norm of the gradient', POSITIVE);
  command.option(
    '--config <file>',
    'repeat the run of this config.json; goes without options that describe a run',
    textOption('--config', 'a file'),
  );
  addDataDirOption(command);
  return addRunOptions(command, 'runs');
}

type NumberRule = Parameters<typeof numberOption> extends [string, ...infer Rule] ? Rule : never;
