import { RECIPES, resolveTrialConfig } from 'temper';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addTrainOptions, type TrainFlags } from '../commands/train-flags.ts';
import { UserError } from '../user-error.ts';
import { configFromFlags } from './config-from-flags.ts';

async function config(...args: string[]): Promise<Record<string, unknown>> {
  const command = addTrainOptions(new Command('train'));
  command.parse(args, { from: 'user' });
  return { ...(await configFromFlags(command.opts<TrainFlags>())) };
}

const GLYPHS = resolveTrialConfig(RECIPES.glyphs.config);

describe('configFromFlags', () => {
  it('is the recipe without flags', async () => {
    expect(await config()).toEqual(GLYPHS);
    expect(await config('--data', 'mnist')).toEqual(
      resolveTrialConfig(RECIPES['mnist-teacher'].config),
    );
    expect(await config('--recipe', 'glyphs', '--data', 'mnist')).toMatchObject({
      data: { name: 'mnist' },
      model: GLYPHS.model,
    });
  });

  it.each<[string, object]>([
    ['--hidden 12,7', { model: { ...GLYPHS.model, hidden: [12, 7] } }],
    ['--dropout 0.3', { model: { ...GLYPHS.model, dropout: 0.3 } }],
    ['--input-dropout 0.2', { model: { ...GLYPHS.model, inputDropout: 0.2 } }],
    ['--label-smoothing 0.2', { loss: { labelSmoothing: 0.2, convention: 'uniform' } }],
    ['--smoothing-convention unigram', { loss: { labelSmoothing: 0, convention: 'unigram' } }],
    ['--epochs 3', { epochs: 3, steps: null }],
    ['--steps 30', { steps: 30 }],
    ['--batch-size 64', { batchSize: 64 }],
    ['--optimizer adamw', { optimizer: { name: 'adamw' } }],
    ['--momentum 0.5', { optimizer: { name: 'sgd', momentum: 0.5, nesterov: false } }],
    ['--nesterov', { optimizer: { name: 'sgd', momentum: 0.9, nesterov: true } }],
    ['--learning-rate 0.7', { learningRate: 0.7 }],
    ['--schedule steps', { schedule: GLYPHS.schedule }],
    ['--schedule constant', { schedule: { name: 'constant' } }],
    ['--schedule cosine', { schedule: { name: 'cosine' } }],
    ['--schedule linear-to-zero', { schedule: { name: 'linear-to-zero' } }],
    [
      '--schedule inverse-square-root',
      { schedule: { name: 'inverse-square-root', warmupSteps: 1000 } },
    ],
    ['--weight-decay 0.25', { weightDecay: 0.25 }],
    ['--exempt-biases', { decayed: 'weights' }],
    ['--clip-norm 2', { clipNorm: 2 }],
    ['--seed 4', { seed: 4 }],
  ])('takes %s', async (text, expected) => {
    expect(await config(...text.split(' '))).toEqual({ ...GLYPHS, ...expected });
  });

  it.each([
    ['--epochs 3 --steps 30', 'expected --epochs or --steps, got both'],
    ['--optimizer adam --momentum 0.5', 'expected --momentum with --optimizer sgd, got adam'],
    ['--config /nope', '--config: expected a file that can be read, got ENOENT'],
  ])('refuses %s', async (text, message) => {
    const refused = config(...text.split(' '));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
  });
});
