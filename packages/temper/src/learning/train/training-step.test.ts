import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { StepRunner } from '../../engine/runtime/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import { resnet } from '../models/index.ts';
import { makeOptimizer } from '../optim/index.ts';
import { type EvaluationData, Evaluator } from './evaluator.ts';
import { buildTrainingStep, initialState } from './training-step.ts';

const BATCH = 8;
const model = resnet({ inputShape: [1, 8, 8], numClasses: 2, depth: 8 });
const optimizer = makeOptimizer({ name: 'sgd', momentum: 0.9 });
const step = buildTrainingStep(model, { batchSize: BATCH, loss: { alpha: 0.1 }, optimizer });

/** Stripes across (even examples) or down, noisy. */
const size = 16;
const rng = Rng.fromSeed(3);
const pixels = Float32Array.from({ length: size * 64 }, (_, i) => {
  const [example, row, column] = [Math.floor(i / 64), Math.floor(i / 8) % 8, i % 8];
  return ((example % 2 === 0 ? row : column) % 2) + 0.3 * rng.normal();
});
const data: EvaluationData = {
  size,
  fill: (images, start, count) => {
    images.set(pixels.subarray(64 * start, 64 * (start + count)));
  },
};

function feedsOf(steps: number): Parameters<StepRunner['run']>[1] {
  const images = new Float32Array(steps * BATCH * 64);
  const labels = new Int32Array(steps * BATCH);
  for (let i = 0; i < steps * BATCH; i++) {
    images.set(pixels.subarray(64 * (i % size), 64 * ((i % size) + 1)), 64 * i);
    labels[i] = i % 2;
  }
  const retention = new Float32Array(steps).fill(0.9);
  return {
    images: hostTensor('float32', [steps, BATCH, 1, 8, 8], images),
    labels: hostTensor('int32', [steps, BATCH], labels),
    learningRate: hostTensor('float32', [steps], new Float32Array(steps).fill(0.05)),
    retention: hostTensor('float32', [steps], retention),
  };
}

describe('a training step of a network with batch norm', () => {
  it('begins with running means of 0 and variances of 1, whatever the seed', () => {
    const state = initialState(step, Rng.fromSeed(1));
    expect(step.buffers).toHaveLength(2 * 7);
    for (const { name } of step.buffers) {
      const start = name.endsWith('runningVariance') ? 1 : 0;
      expect(new Set(state[name]!.data as Float32Array), name).toEqual(new Set([start]));
    }
  });

  it('carries them, so that evaluation by them classifies what was learned', async () => {
    const state = initialState(step, Rng.fromSeed(1));
    const runner = await StepRunner.create(ort, step.program, { state });
    const { loss } = await runner.run(60, feedsOf(60));
    const losses = loss!.data as Float32Array;
    // The least that α = 0.1 of two classes leaves is H(0.95) = 0.199 nats.
    expect(losses[59]).toBeLessThan(0.25);
    const evaluator = await Evaluator.create(ort, model, { batchSize: 5 });
    const { logits } = await evaluator.evaluate(runner.state, data);
    const predicted = Array.from({ length: size }, (_, i) =>
      logits.data[2 * i]! > logits.data[2 * i + 1]! ? 0 : 1,
    );
    expect(predicted).toEqual(predicted.map((_, i) => i % 2));
    // Logits are a smoothed model's, near log(0.95/0.05) = 2.94 apart, only with statistics that fit.
    const gaps = predicted.map((_, i) => Math.abs(logits.data[2 * i]! - logits.data[2 * i + 1]!));
    for (const gap of gaps) expect(Math.abs(gap - 2.94)).toBeLessThan(1);
    await evaluator.dispose();
    await runner.dispose();
  });
});
