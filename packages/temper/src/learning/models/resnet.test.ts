import { describe, expect, it } from 'vitest';
import { ConfigError, ShapeError } from '../../base/index.ts';
import { modelCost } from './model-cost.ts';
import { traceClassifier } from './classifier.ts';
import { resnet, type ResnetOptions } from './resnet.ts';

const cifar = { inputShape: [3, 32, 32], numClasses: 10 };

function namesAndShapes(options: ResnetOptions): Map<string, readonly number[]> {
  const { parameters } = traceClassifier(resnet(options), { batchSize: 2, training: true });
  return new Map(parameters.map(({ name, shape }) => [name, shape]));
}

describe('resnet', () => {
  // Millions, He et al. 2016a, table 6; multiply-accumulates as published for these networks.
  it.each([
    [20, 0.27, 41],
    [32, 0.46, 69],
    [44, 0.66, 97],
    [56, 0.85, 125],
    [110, 1.7, 253],
  ])('of depth %i costs what the literature says', (depth, parameters, products) => {
    const cost = modelCost(resnet({ ...cifar, depth }));
    const digits = depth === 110 ? 1 : 2;
    expect(Number((cost.parameters / 1e6).toFixed(digits))).toBe(parameters);
    // Published counts differ by a million with what else they count.
    expect(Math.abs(cost.multiplyAccumulates / 1e6 - products)).toBeLessThan(1);
  });

  it('of depth 20 has 269,722 parameters', () => {
    expect(modelCost(resnet({ ...cifar, depth: 20 })).parameters).toBe(269_722);
  });

  it('of version 2 has two projections more, and norms before convolutions', () => {
    const [one, two] = [1, 2].map((version) =>
      namesAndShapes({ ...cifar, depth: 20, version: version as 1 | 2 }),
    );
    const count = (names: Map<string, readonly number[]>): number =>
      [...names.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    // Projections 16·32 + 32·64; the first norms of stages 2 and 3 have half the channels, 2·(16 + 32)
    // fewer; the last norm, 2·64, is more, that of the stem, 2·16, belongs to the first block.
    expect(count(two!) - count(one!)).toBe(16 * 32 + 32 * 64 - 2 * (16 + 32) + 2 * 64 - 2 * 16);
    expect(two!.get('stage2.block1.shortcut.weight')).toEqual([32, 16, 1, 1]);
    expect(two!.has('stage1.block1.shortcut.weight')).toBe(false);
    expect(two!.get('stage3.block1.norm1.gain')).toEqual([32]);
  });

  it.each([1, 2] as const)('of version %i takes other images', (version) => {
    const model = resnet({ inputShape: [1, 13, 18], numClasses: 3, depth: 8, version });
    const { logits, penultimate } = traceClassifier(model, { batchSize: 5, training: true });
    expect([logits.shape, penultimate.shape]).toEqual([
      [5, 3],
      [5, 64],
    ]);
  });

  it('refuses depths that are no 6n + 2 and images without channels', () => {
    expect(() => resnet({ ...cifar, depth: 18 })).toThrow(ConfigError);
    expect(() => resnet({ ...cifar, inputShape: [32, 32], depth: 20 })).toThrow(
      new ShapeError('resnet: expected images [C, H, W], got [32, 32]'),
    );
  });
});
