import path from 'node:path';
import { RECIPES, type RecipeName, resolveTrialConfig, type TrialConfig } from 'temper';
import { describe, expect, it } from 'vitest';
import { plant, useScratch } from '../../test/support/image-tree.ts';
import { UserError } from '../user-error.ts';
import { assertDataSets } from './assert-data-sets.ts';

const scratch = useScratch();

const trial = (recipe: RecipeName): TrialConfig => resolveTrialConfig(RECIPES[recipe].config);

describe('assertDataSets', () => {
  it('is content with what is there, whatever is inside', async () => {
    await plant(path.join(scratch.root, 'cifar10'), { 'data_batch_1.bin': new Uint8Array(1) });
    const configs = [trial('glyphs'), trial('cifar-alexnet'), trial('cifar-alexnet-short')];
    await expect(assertDataSets(configs, scratch.root)).resolves.toBeUndefined();
  });

  it.each<[RecipeName, string]>([
    ['mnist-teacher', 'temper data get mnist'],
    ['cifar-resnet', 'temper data get cifar100'],
  ])('names the data set of %s when it is missing', async (recipe, remedy) => {
    const refused = assertDataSets([trial('glyphs'), trial(recipe)], scratch.root);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(remedy);
  });
});
