import { readFile } from 'node:fs/promises';
import { type Recipe, RECIPES, resolveTrialConfig, type TrialConfig } from 'temper';
import type { TrainFlags } from '../commands/train-flags.ts';
import { UserError } from '../user-error.ts';

/**
 * The config that the flags of `temper train` ask for: that of `--config`, or the recipe's with what
 * the flags set in its place.
 * @throws UserError or ConfigError if they do not make one.
 */
export async function configFromFlags(flags: TrainFlags): Promise<TrialConfig> {
  if (flags.config !== undefined) return readConfig(flags.config);
  if (flags.epochs !== undefined && flags.steps !== undefined) {
    throw new UserError('expected --epochs or --steps, got both; leave one out');
  }
  const data = flags.data ?? (flags.recipe === undefined ? 'glyphs' : undefined);
  const { config: base }: Recipe =
    RECIPES[flags.recipe ?? (data === 'mnist' ? 'mnist-teacher' : 'glyphs')];
  return resolveTrialConfig({
    ...base,
    ...given({
      learningRate: flags.learningRate,
      weightDecay: flags.weightDecay,
      clipNorm: flags.clipNorm,
      batchSize: flags.batchSize,
      epochs: flags.epochs,
      steps: flags.steps,
      decayed: flags.exemptBiases ? 'weights' : undefined,
      seed: flags.seed,
    }),
    data: data === undefined ? base.data : named(base.data, data),
    model: {
      ...base.model,
      ...given({
        hidden: flags.hidden,
        dropout: flags.dropout,
        inputDropout: flags.inputDropout,
      }),
    },
    loss: given({ labelSmoothing: flags.labelSmoothing, convention: flags.smoothingConvention }),
    optimizer: optimizerOf(flags, base.optimizer),
    schedule: named(base.schedule, flags.schedule),
  });
}

function optimizerOf(flags: TrainFlags, base: Recipe['config']['optimizer']): object {
  const optimizer = named(base, flags.optimizer);
  const ofSgd = given({ momentum: flags.momentum, nesterov: flags.nesterov });
  const [first] = Object.keys(ofSgd);
  if (first !== undefined && optimizer.name !== 'sgd') {
    throw new UserError(
      `expected --${first} with --optimizer sgd, got ${optimizer.name}; leave --${first} out`,
    );
  }
  return { ...optimizer, ...ofSgd };
}

/** The recipe's choice when it is the one that is named or none is; else the named one's defaults. */
function named(
  base: { readonly name: string } | undefined,
  name: string | undefined,
): { readonly name: string } {
  return base && (name === undefined || name === base.name) ? base : { name: name! };
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
