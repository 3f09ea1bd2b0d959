import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Recipe,
  type RecipeName,
  RECIPES,
  resolveTrialConfig,
  type TrialConfig,
} from 'temper';
import type { TrainFlags } from '../commands/train-flags.ts';
import { UserError } from '../user-error.ts';

/**
 * The config that the flags of `temper train` ask for: that of `--config`, or the recipe's with what
 * the flags set in its place.
 * @throws UserError or ConfigError if they do not make one.
 */
export async function configFromFlags(asked: TrainFlags): Promise<TrialConfig> {
  if (asked.config !== undefined) return readConfig(asked.config);
  if (asked.epochs !== undefined && asked.steps !== undefined) {
    throw new UserError('expected --epochs or --steps, got both; leave one out');
  }
  const { config: base }: Recipe = RECIPES[asked.recipe ?? recipeFor(asked)];
  const flags = withCrop(asked, base);
  return resolveTrialConfig({
    ...base,
    ...given({
      learningRate: flags.learningRate,
      weightDecay: flags.weightDecay,
      decayed: flags.decayed,
      clipNorm: flags.clipNorm,
      batchSize: flags.batchSize,
      epochs: flags.epochs,
      steps: flags.steps,
      seed: flags.seed,
    }),
    data: dataOf(flags, base.data),
    images: {
      ...base.images,
      ...given({
        pad: flags.pad,
        crop: flags.crop,
        flip: flags.flip,
        normalization: flags.normalization,
      }),
    },
    model: modelOf(flags, base.model),
    loss: given({ labelSmoothing: flags.labelSmoothing, convention: flags.smoothingConvention }),
    optimizer: refine('--optimizer', chosen(base.optimizer, named(flags.optimizer)), [
      { flag: '--momentum', field: 'momentum', value: flags.momentum, goesWith: ['sgd'] },
      { flag: '--nesterov', field: 'nesterov', value: flags.nesterov, goesWith: ['sgd'] },
    ]),
    schedule: scheduleOf(flags, base.schedule),
  });
}

/** The recipe of a data set, where none is named; for photographs also by the network. */
function recipeFor({ data, model }: TrainFlags): RecipeName {
  if (data === undefined || data.name === 'glyphs') return 'glyphs';
  if (data.name === 'mnist') return 'mnist-teacher';
  switch (model?.name) {
    case 'cifar-alexnet':
      return 'cifar-alexnet-short';
    case 'cnn':
    case 'mlp':
      return 'photos-cnn';
    default:
      return 'cifar-resnet-short';
  }
}

/**
 * Where a recipe cuts CIFAR's images of 32×32 to 24×24, a folder's are cut to the same share of their side,
 * in whole pixels of the network's two halvings.
 */
function withCrop(flags: TrainFlags, { images }: Recipe['config']): TrainFlags {
  const isCut = images?.crop !== undefined && images.crop !== null;
  if (flags.data?.name !== 'folder' || flags.crop !== undefined || !isCut) return flags;
  const { imageSize = 32 } = flags;
  return { ...flags, imageSize, crop: 4 * Math.round((0.75 * imageSize) / 4) };
}

function dataOf(flags: TrainFlags, base: Recipe['config']['data']): Choice {
  const { validation } = flags;
  const asked =
    flags.data?.name === 'folder' ? { ...flags.data, path: resolve(flags.data.path) } : flags.data;
  const data = chosen(base, asked);
  const fits = data.name === 'folder' ? (share: number) => share < 1 : Number.isInteger;
  if (validation !== undefined && !fits(validation)) {
    const rule = data.name === 'folder' ? 'a share below 1 of the images' : 'a number of examples';
    throw new UserError(
      `expected --validation to be ${rule} with --data ${data.name}, got ${validation}`,
    );
  }
  return refine('--data', data, [
    {
      flag: '--validation',
      field: 'validation',
      value: validation,
      goesWith: ['glyphs', 'mnist', 'cifar10', 'cifar100', 'folder'],
    },
    { flag: '--difficulty', field: 'difficulty', value: flags.difficulty, goesWith: ['glyphs'] },
    { flag: '--image-size', field: 'size', value: flags.imageSize, goesWith: ['folder'] },
    {
      flag: '--skip-unreadable',
      field: 'skipUnreadable',
      value: flags.skipUnreadable,
      goesWith: ['folder'],
    },
  ]);
}

function modelOf(flags: TrainFlags, base: Recipe['config']['model']): Choice {
  const model: Choice & { readonly hidden?: unknown } = refine(
    '--model',
    chosen(base, flags.model),
    [
      { flag: '--hidden', field: 'hidden', value: flags.hidden, goesWith: ['mlp'] },
      { flag: '--dropout', field: 'dropout', value: flags.dropout, goesWith: ['mlp', 'cnn'] },
      {
        flag: '--input-dropout',
        field: 'inputDropout',
        value: flags.inputDropout,
        goesWith: ['mlp'],
      },
    ],
  );
  if (model.name === 'mlp' && model.hidden === undefined) {
    throw new UserError('expected --hidden with --model mlp, got none; say --hidden 512,256');
  }
  return model;
}

function scheduleOf(flags: TrainFlags, base: Recipe['config']['schedule']): Choice {
  const schedule = chosen(base, named(flags.schedule));
  const { warmup } = flags;
  const inSteps = schedule.name === 'inverse-square-root';
  if (warmup !== undefined && !(inSteps ? Number.isInteger(warmup) && warmup > 0 : warmup < 1)) {
    const rule = inSteps ? 'a number of steps' : 'a share below 1 of the run';
    throw new UserError(
      `expected --warmup to be ${rule} with --schedule ${schedule.name}, got ${warmup}`,
    );
  }
  return refine('--schedule', schedule, [
    {
      flag: '--warmup',
      field: inSteps ? 'warmupSteps' : 'warmup',
      value: warmup,
      goesWith: ['linear-to-zero', 'cosine', 'inverse-square-root'],
    },
    { flag: '--milestones', field: 'milestones', value: flags.milestones, goesWith: ['steps'] },
  ]);
}

/** One of several kinds, by name, with fields of its own. */
interface Choice {
  readonly name: string;
}

function named(name: string | undefined): Choice | undefined {
  return name === undefined ? undefined : { name };
}

/** What is asked for, with the recipe's fields if it is of the kind that the recipe chose. */
function chosen(base: Choice | undefined, asked: Choice | undefined): Choice {
  return base && (asked === undefined || asked.name === base.name) ? { ...base, ...asked } : asked!;
}

/** A flag that sets a field of some kinds of choice. */
interface Refinement {
  readonly flag: string;
  readonly field: string;
  readonly value: unknown;
  readonly goesWith: readonly string[];
}

/** A choice with the fields that flags set; throws UserError naming a flag that does not go with it. */
function refine(chooser: string, choice: Choice, refinements: readonly Refinement[]): Choice {
  const set = refinements.filter(({ value }) => value !== undefined);
  const wrong = set.find(({ goesWith }) => !goesWith.includes(choice.name));
  if (wrong !== undefined) {
    const { flag, goesWith } = wrong;
    throw new UserError(
      `expected ${flag} with ${chooser} ${goesWith.join(' or ')}, got ${choice.name}; leave ${flag} out`,
    );
  }
  return { ...choice, ...Object.fromEntries(set.map(({ field, value }) => [field, value])) };
}

async function readConfig(path: string): Promise<TrialConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `--config: expected a file that can be read, got ${(error as Error).message}; name the config.json of a run`,
    );
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `--config: expected JSON in '${path}', got ${(error as Error).message}; name the config.json of a run`,
    );
  }
  const record = parsed as { readonly config?: unknown } | null;
  return resolveTrialConfig(record?.config ?? parsed);
}

/** The fields that have a value. */
function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
