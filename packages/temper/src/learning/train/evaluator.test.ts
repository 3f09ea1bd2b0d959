import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { mlp } from '../models/index.ts';
import { makeOptimizer } from '../optim/index.ts';
import { type EvaluationData, Evaluator } from './evaluator.ts';
import { buildTrainingStep, initialState } from './training-step.ts';

const model = mlp({ inputShape: [1, 2], numClasses: 3, hidden: [4], dropout: 0.5 });
const step = buildTrainingStep(model, {
  batchSize: 2,
  loss: { alpha: 0 },
  optimizer: makeOptimizer({ name: 'sgd' }),
});
const state = initialState(step, Rng.fromSeed(1));
const data: EvaluationData = {
  size: 7,
  fill(images, start, count) {
    for (let i = 0; i < 2 * count; i++) images[i] = Math.sin(2 * start + i);
  },
};

describe('Evaluator', () => {
  it('gives the same whatever the batch size, incomplete batches included', async () => {
    const [small, large] = [
      await Evaluator.create(ort, model, { batchSize: 3 }),
      await Evaluator.create(ort, model, { batchSize: 50 }),
    ];
    const got = await small.evaluate(state, data);
    expect(got.logits.shape).toEqual([7, 3]);
    expect(got.penultimate.shape).toEqual([7, 4]);
    expect(await large.evaluate(state, data)).toEqual(got);
  });

  it('gives logits that are the templates times the activations it gives, without dropout', async () => {
    const evaluator = await Evaluator.create(ort, model);
    const { logits, penultimate } = await evaluator.evaluate(state, data);
    const weight = state['head.weight']!.data as Float32Array;
    const bias = state['head.bias']!.data as Float32Array;
    for (let n = 0; n < 7; n++) {
      for (let k = 0; k < 3; k++) {
        let sum = bias[k]!;
        for (let d = 0; d < 4; d++) sum += penultimate.data[4 * n + d]! * weight[4 * k + d]!;
        expect(logits.data[3 * n + k]).toBeCloseTo(sum, 5);
      }
    }
  });

  it('keeps the activations of as many examples as asked', async () => {
    const evaluator = await Evaluator.create(ort, model, { batchSize: 3 });
    const all = await evaluator.evaluate(state, data);
    const { penultimate } = await evaluator.evaluate(state, data, { penultimateLimit: 4 });
    expect(penultimate.shape).toEqual([4, 4]);
    expect(penultimate.data).toEqual(all.penultimate.data.subarray(0, 16));
  });
});
