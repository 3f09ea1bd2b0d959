import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../base/index.ts';
import { traceClassifier } from './classifier.ts';
import { cnn } from './cnn.ts';
import { modelCost } from './model-cost.ts';

describe('cnn', () => {
  it('costs 430,890 parameters and 11.5 million products on MNIST', () => {
    const cost = modelCost(cnn({ inputShape: [1, 28, 28], numClasses: 10 }));
    // (9 + 1)·32 + (9·32 + 1)·32 + (9·32 + 1)·64 + (7²·64 + 1)·128 + (128 + 1)·10.
    expect(cost.parameters).toBe(320 + 9_248 + 18_496 + 401_536 + 1_290);
    // 28²·32·9·(1 + 32) + 14²·64·9·32 + 7²·64·128 + 128·10.
    expect(cost.multiplyAccumulates).toBe(7_451_136 + 3_612_672 + 401_408 + 1_280);
  });

  it('drops penultimate activations while training', () => {
    const model = cnn({ inputShape: [3, 20, 21], numClasses: 4, dropout: 0.4 });
    const { masks, penultimate } = traceClassifier(model, { batchSize: 2, training: true });
    expect(masks.map(({ name, keep }) => [name, keep])).toEqual([['dense.mask', 0.6]]);
    expect(penultimate.shape).toEqual([2, 128]);
  });

  it('refuses images that pooling leaves nothing of', () => {
    expect(() => cnn({ inputShape: [1, 3, 28], numClasses: 10 })).toThrow(ShapeError);
    expect(() => cnn({ inputShape: [28, 28], numClasses: 10 })).toThrow(ShapeError);
  });
});
