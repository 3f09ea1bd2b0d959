import type { Command } from 'commander';
import type { RecipeName, TrialConfig } from 'temper';
import { choiceOption, numberListOption, numberOption, textOption } from './parse-option.ts';
import { addDataDirOption, addRunOptions, type RunFlags } from './run-flags.ts';

/** Flags of `temper train`. What is left out is the recipe's to decide. */
export interface TrainFlags extends RunFlags {
  readonly data?: TrialConfig['data']['name'];
  readonly model?: TrialConfig['model']['name'];
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
  /** In [0, 1). */
  readonly dropout?: number;
  /** In [0, 1). */
  readonly inputDropout?: number;
  readonly weightDecay?: number;
  /** Leave biases out of weight decay. */
  readonly exemptBiases?: true;
  readonly clipNorm?: number;
  readonly dataDir?: string;
  /** File with a whole config, or the `config.json` of a run; the other flags of the config do not count. */
  readonly config?: string;
}

/** The members of a union of words, none left out. */
function everyOf<T extends string>(members: Readonly<Record<T, true>>): T[] {
  return Object.keys(members) as T[];
}

const DATA_SETS = everyOf<TrialConfig['data']['name']>({
  glyphs: true,
  mnist: true,
  cifar10: true,
  cifar100: true,
  folder: true,
});
const MODELS = everyOf<TrialConfig['model']['name']>({
  mlp: true,
  cnn: true,
  'cifar-alexnet': true,
  resnet: true,
});
const RECIPES = everyOf<RecipeName>({
  glyphs: true,
  'mnist-teacher': true,
  'cifar-alexnet': true,
  'cifar-alexnet-short': true,
  'cifar-resnet': true,
  'cifar-resnet-short': true,
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
  addChoice('--data', 'data set', DATA_SETS);
  addChoice('--model', 'network', MODELS);
  command.option(
    '--hidden <list>',
    'units of each hidden layer, as 1200,1200',
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
  addNumber('--dropout', 'share of the hidden units dropped', SHARE);
  addNumber('--input-dropout', 'share of the pixels dropped', SHARE);
  addNumber('--weight-decay', 'L2 penalty, or decay of adamw', { minimum: 0 });
  command.option('--exempt-biases', 'leave biases out of weight decay');
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
