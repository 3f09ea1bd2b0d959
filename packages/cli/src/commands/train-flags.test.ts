import { Command } from 'commander';
import { RECIPES, resolveTrialConfig } from 'temper';
import { describe, expect, it } from 'vitest';
import { addTrainOptions, type TrainFlags } from './train-flags.ts';

function parse(...args: readonly string[]): TrainFlags {
  const command = addTrainOptions(new Command());
  return command.parse(args, { from: 'user' }).opts<TrainFlags>();
}

describe('addTrainOptions', () => {
  it('leaves to the recipe what is not given', () => {
    expect(Object.keys(parse()).sort()).toEqual(
      ['device', 'dryRun', 'json', 'out', 'seed', 'threads'].sort(),
    );
    expect(parse()).toMatchObject({
      seed: 0,
      device: 'auto',
      dryRun: false,
      json: false,
      out: 'runs',
    });
    expect(parse().threads).toBeGreaterThanOrEqual(1);
  });

  it('reads every option as its type', () => {
    const text =
      '--data mnist --validation 5000 --difficulty 0.5 --image-size 32 --skip-unreadable --pad 4 ' +
      '--crop 28 --no-flip --normalization per-image --warmup 0.1 --milestones 0.5,0.75 ' +
      '--decayed dense --model mlp --hidden 1200,1200 --recipe mnist-teacher --label-smoothing 0.1 ' +
      '--smoothing-convention unigram --epochs 40 --batch-size 128 --optimizer adamw ' +
      '--learning-rate 1e-3 --momentum 0 --schedule cosine --dropout 0.2 --input-dropout 0.1 ' +
      '--weight-decay 0 --clip-norm 1 --data-dir d --config c --seed 3 --device cpu --threads 2 ' +
      '--out o --dry-run --json';
    expect(parse(...text.split(' '))).toEqual({
      data: { name: 'mnist' },
      validation: 5000,
      difficulty: 0.5,
      imageSize: 32,
      skipUnreadable: true,
      pad: 4,
      crop: 28,
      flip: false,
      normalization: 'per-image',
      warmup: 0.1,
      milestones: [0.5, 0.75],
      decayed: 'dense',
      model: { name: 'mlp' },
      hidden: [1200, 1200],
      recipe: 'mnist-teacher',
      labelSmoothing: 0.1,
      smoothingConvention: 'unigram',
      epochs: 40,
      batchSize: 128,
      optimizer: 'adamw',
      learningRate: 0.001,
      momentum: 0,
      schedule: 'cosine',
      dropout: 0.2,
      inputDropout: 0.1,
      weightDecay: 0,
      clipNorm: 1,
      dataDir: 'd',
      config: 'c',
      seed: 3,
      device: 'cpu',
      threads: 2,
      out: 'o',
      dryRun: true,
      json: true,
    });
  });

  it('takes an option-value that begins with a dash as a value', () => {
    expect(() => parse('--label-smoothing', '-0.1')).toThrow(
      'expected --label-smoothing to be a number in [0, 1), got -0.1; 0 is hard labels',
    );
    expect(() => parse('--momentum=')).toThrow(
      "expected --momentum to be a number in [0, 1), got ''",
    );
  });

  it.each([
    '--dropout 1',
    '--seed -1',
    '--threads 0',
    '--epochs 0',
    '--clip-norm 0',
    '--weight-decay -1',
  ])('refuses %s', (text) => {
    const [flag = ''] = text.split(' ');
    expect(() => parse(...text.split(' '))).toThrow(`expected ${flag} to be `);
  });

  it('reads data sets and networks by name', () => {
    expect(parse('--data', 'folder:a/b c').data).toEqual({ name: 'folder', path: 'a/b c' });
    expect(parse('--model', 'resnet32').model).toEqual({ name: 'resnet', depth: 32, version: 1 });
    expect(parse('--model', 'resnet110-v2').model).toEqual({
      name: 'resnet',
      depth: 110,
      version: 2,
    });
    for (const name of ['resnet21', 'resnet14', 'resnet116', 'resnet20-v3', 'resnet']) {
      expect(() => parse('--model', name)).toThrow(/expected --model to be one of .* got 'resnet/);
    }
    for (const name of ['folder:', 'folder', 'cifar']) {
      expect(() => parse('--data', name)).toThrow(/expected --data to be one of .* got '/);
    }
  });

  it('offers the recipes and schedules that the library takes, all of them', () => {
    for (const recipe of Object.keys(RECIPES))
      expect(parse('--recipe', recipe).recipe).toBe(recipe);
    const { config } = RECIPES.glyphs;
    for (const name of ['constant', 'steps', 'linear-to-zero', 'cosine', 'inverse-square-root']) {
      const { schedule } = parse('--schedule', name);
      expect(resolveTrialConfig({ ...config, schedule: { name: schedule } }).schedule.name).toBe(
        name,
      );
    }
  });
});
