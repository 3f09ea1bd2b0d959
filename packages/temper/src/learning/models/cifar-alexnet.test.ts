import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../base/index.ts';
import { cifarAlexnet } from './cifar-alexnet.ts';
import { traceClassifier } from './classifier.ts';
import { modelCost } from './model-cost.ts';

describe('cifarAlexnet', () => {
  it('has the 1,068,298 parameters of the tutorial', () => {
    const { parameters, multiplyAccumulates } = modelCost(
      cifarAlexnet({ inputShape: [3, 24, 24], numClasses: 10 }),
    );
    expect(parameters).toBe(1_068_298);
    // 24²·64·(5²·3) + 12²·64·(5²·64) + 6²·64·384 + 384·192 + 192·10.
    expect(multiplyAccumulates).toBe(2_764_800 + 14_745_600 + 884_736 + 73_728 + 1_920);
  });

  it('takes images of odd sides and one channel, pooled to half and rounded up', () => {
    const model = cifarAlexnet({ inputShape: [1, 9, 14], numClasses: 3 });
    const { parameters, penultimate } = traceClassifier(model, { batchSize: 2, training: true });
    // 9 → 5 → 3 and 14 → 7 → 4.
    const dense = parameters.find(({ name }) => name === 'dense1.weight')!;
    expect(dense.shape).toEqual([384, 64 * 3 * 4]);
    expect(penultimate.shape).toEqual([2, 192]);
  });

  it('refuses what are no images', () => {
    expect(() => cifarAlexnet({ inputShape: [24, 24], numClasses: 10 })).toThrow(ShapeError);
  });
});
