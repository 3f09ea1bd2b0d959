import { readFile } from 'node:fs/promises';
import { type Recipe, RECIPES, resolveTrialConfig, type TrialConfig } from 'temper';
import type { TrainFlags } from '../commands/train-flags.ts';
import { InterruptedError } from '../terminal/interrupts.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import { RunDirectory } from './run-directory.ts';
import { repeatCommand, runTrial } from './run-trial.ts';
import { showEvents } from './show-events.ts';
import { describeTrial, trialDocument } from './trial-document.ts';

/** Runs `temper train`: one trial, from its config to its analysis. */
export async function runTrain(flags: TrainFlags, io: Io): Promise<void> {
  const config = await configOf(flags);
  const directory = new RunDirectory(flags.out, config).path;
  if (flags.dryRun) {
    io.result(
      { dryRun: true, directory, config },
      () => `${JSON.stringify({ directory, config }, null, 2)}\n`,
    );
    return;
  }
  let stopListening = (): void => undefined;
  const view = showEvents(io, { label: 'training', config });
  try {
    const outcome = await runTrial({
      config,
      runs: flags.out,
      dataDir: flags.dataDir,
      threads: flags.threads,
      onEvent: view.show,
      onStart: (stop) => (stopListening = io.onInterrupt(stop)),
    });
    if (outcome.status === 'stopped') {
      throw new InterruptedError(
        `stopped at step ${outcome.step}, saved; go on with: ${repeatCommand(flags.out, config)}`,
      );
    }
    const { result, reused } = outcome;
    if (reused) io.info(`already trained: ${directory}`);
    io.result(trialDocument(result, { reused }), () => describeTrial(result));
  } finally {
    view.close();
    stopListening();
  }
}

/** The config that the flags ask for: the recipe's, with what the flags set in its place. */
async function configOf(flags: TrainFlags): Promise<TrialConfig> {
  if (flags.config !== undefined) return readConfig(flags.config);
  const data = flags.data ?? (flags.recipe === undefined ? 'glyphs' : undefined);
  const recipe: Recipe = RECIPES[flags.recipe ?? (data === 'mnist' ? 'mnist-teacher' : 'glyphs')];
  const base = recipe.config;
  const optimizerName = flags.optimizer ?? base.optimizer?.name ?? 'sgd';
  const sameOptimizer =
    optimizerName === base.optimizer?.name ? base.optimizer : { name: optimizerName };
  return resolveTrialConfig({
    ...base,
    ...given({
      learningRate: flags.learningRate,
      schedule: flags.schedule,
      weightDecay: flags.weightDecay,
      clipNorm: flags.clipNorm,
      batchSize: flags.batchSize,
      epochs: flags.epochs,
      steps: flags.steps,
      decayBiases: flags.exemptBiases ? false : undefined,
      seed: flags.seed,
    }),
    data: data === undefined || data === base.data.name ? base.data : { name: data },
    model: {
      ...base.model,
      ...given({ hidden: flags.hidden, dropout: flags.dropout, inputDropout: flags.inputDropout }),
    },
    loss: given({ labelSmoothing: flags.labelSmoothing, convention: flags.smoothingConvention }),
    optimizer: {
      ...sameOptimizer,
      ...given({ momentum: flags.momentum, nesterov: flags.nesterov }),
    },
  });
}

async function readConfig(path: string): Promise<TrialConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(`--config: expected a file, got ${(error as Error).message}`);
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UserError(`--config: expected JSON in '${path}', got ${(error as Error).message}`);
  }
  const record = parsed as { readonly config?: unknown };
  return resolveTrialConfig(record.config ?? parsed);
}

/** The fields that have a value. */
function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
