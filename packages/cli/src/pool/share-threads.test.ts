import { RECIPES, type RecipeName, resolveTrialConfig, type TrialConfig } from 'temper';
import { describe, expect, it } from 'vitest';
import { shareThreads } from './share-threads.ts';

function trials(recipe: RecipeName, count: number): TrialConfig[] {
  return Array.from({ length: count }, (_, seed) =>
    resolveTrialConfig({ ...RECIPES[recipe].config, seed }),
  );
}

describe('shareThreads', () => {
  it.each([
    ['glyphs', 4, { threads: 2 }, { jobs: 2, threadsEach: 1 }],
    ['glyphs', 2, { threads: 8 }, { jobs: 2, threadsEach: 1 }],
    ['glyphs', 2, { threads: 8, jobs: 2 }, { jobs: 2, threadsEach: 4 }],
    ['cifar-alexnet', 4, { threads: 8 }, { jobs: 1, threadsEach: 8 }],
    ['cifar-alexnet', 4, { threads: 8, jobs: 3 }, { jobs: 3, threadsEach: 2 }],
    ['cifar-alexnet', 4, { threads: 2, jobs: 5 }, { jobs: 2, threadsEach: 1 }],
  ] as const)('%s, %i trials, %j: %j', (recipe, count, budget, shares) => {
    expect(shareThreads(trials(recipe, count), budget)).toEqual(shares);
  });
});
