import { resolve } from 'node:path';
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
    const short = resolveTrialConfig(RECIPES['cifar-resnet-short'].config);
    expect(await config('--data', 'cifar10')).toEqual(short);
    expect(
      await config(
        ...'--data cifar10 --model resnet20 --recipe cifar-resnet-short --seed 0'.split(' '),
      ),
    ).toEqual(short);
    expect(await config('--data', 'cifar10', '--model', 'cifar-alexnet')).toEqual(
      resolveTrialConfig(RECIPES['cifar-alexnet-short'].config),
    );
    const photos = resolveTrialConfig(RECIPES['photos-cnn'].config);
    expect(await config('--data', 'cifar10', '--model', 'cnn')).toEqual(photos);
    expect(await config(...'--data cifar10 --model mlp --hidden 64'.split(' '))).toEqual({
      ...photos,
      model: { name: 'mlp', hidden: [64], dropout: 0, inputDropout: 0 },
    });
    for (const [name, recipe] of Object.entries(RECIPES)) {
      expect(await config('--recipe', name)).toEqual(resolveTrialConfig(recipe.config));
    }
  });

  it('takes the recipe of small photographs to other data', async () => {
    const short = resolveTrialConfig(RECIPES['cifar-resnet-short'].config);
    expect(await config('--data', 'cifar100', '--model', 'resnet56-v2')).toEqual({
      ...short,
      data: { name: 'cifar100', validation: 10_000 },
      model: { name: 'resnet', depth: 56, version: 2 },
    });
    const flags = '--data folder:pets --image-size 48 --validation 0.25 --skip-unreadable';
    expect(await config(...flags.split(' '), '--crop', '40', '--no-flip')).toEqual({
      ...short,
      data: {
        name: 'folder',
        path: resolve('pets'),
        size: 48,
        channels: 3,
        validation: 0.25,
        test: 0.2,
        skipUnreadable: true,
      },
      images: { ...short.images, crop: 40, flip: false },
    });
  });

  it.each([
    ['', 32, 24],
    ['--image-size 64', 64, 48],
    ['--image-size 50', 50, 36],
    ['--crop 40', 64, 40],
    ['--image-size 48 --crop 40', 48, 40],
  ])('cuts the share of CIFAR’s out of a folder’s images with %s', async (text, size, crop) => {
    const flags = ['--data', 'folder:pets', '--model', 'cifar-alexnet', ...text.split(' ')];
    expect(await config(...flags.filter(Boolean))).toMatchObject({
      data: { size },
      images: { crop },
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
    ['--schedule cosine', { schedule: { name: 'cosine', warmup: 0 } }],
    ['--schedule linear-to-zero', { schedule: { name: 'linear-to-zero', warmup: 0 } }],
    [
      '--schedule inverse-square-root',
      { schedule: { name: 'inverse-square-root', warmupSteps: 1000 } },
    ],
    ['--weight-decay 0.25', { weightDecay: 0.25 }],
    ['--decayed weights', { decayed: 'weights' }],
    ['--schedule cosine --warmup 0.1', { schedule: { name: 'cosine', warmup: 0.1 } }],
    [
      '--schedule inverse-square-root --warmup 50',
      { schedule: { name: 'inverse-square-root', warmupSteps: 50 } },
    ],
    ['--milestones 0.2,0.9', { schedule: { ...GLYPHS.schedule, milestones: [0.2, 0.9] } }],
    ['--difficulty 0.3', { data: { ...GLYPHS.data, difficulty: 0.3 } }],
    ['--validation 100', { data: { ...GLYPHS.data, validation: 100 } }],
    ['--pad 1 --crop 24', { images: { ...GLYPHS.images, pad: 1, crop: 24 } }],
    ['--flip', { images: { ...GLYPHS.images, flip: true } }],
    ['--normalization per-image', { images: { ...GLYPHS.images, normalization: 'per-image' } }],
    ['--model cnn', { model: { name: 'cnn', dropout: 0 } }],
    ['--model cnn --dropout 0.5', { model: { name: 'cnn', dropout: 0.5 } }],
    ['--clip-norm 2', { clipNorm: 2 }],
    ['--seed 4', { seed: 4 }],
  ])('takes %s', async (text, expected) => {
    expect(await config(...text.split(' '))).toEqual({ ...GLYPHS, ...expected });
  });

  it.each([
    ['--epochs 3 --steps 30', 'expected --epochs or --steps, got both'],
    ['--optimizer adam --momentum 0.5', 'expected --momentum with --optimizer sgd, got adam'],
    ['--data mnist --difficulty 1', 'expected --difficulty with --data glyphs, got mnist'],
    ['--data cifar10 --image-size 8', 'expected --image-size with --data folder, got cifar10'],
    ['--skip-unreadable', 'expected --skip-unreadable with --data folder, got glyphs'],
    ['--data folder:x --validation 9', 'expected --validation to be a share below 1 of the images'],
    ['--validation 0.5', 'expected --validation to be a number of examples with --data glyphs'],
    ['--model cnn --hidden 8', 'expected --hidden with --model mlp, got cnn; leave --hidden out'],
    ['--model resnet20 --dropout 0.1', 'expected --dropout with --model mlp or cnn, got resnet'],
    ['--data cifar10 --model mlp', 'expected --hidden with --model mlp, got none'],
    [
      '--schedule constant --warmup 0.1',
      'expected --warmup with --schedule linear-to-zero or cosine',
    ],
    ['--schedule cosine --warmup 3', 'expected --warmup to be a share below 1 of the run'],
    [
      '--schedule cosine --milestones 0.5',
      'expected --milestones with --schedule steps, got cosine',
    ],
    ['--config /nope', '--config: expected a file that can be read, got ENOENT'],
  ])('refuses %s', async (text, message) => {
    const refused = config(...text.split(' '));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
  });
});
