import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { blockedTarget } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { Rng } from '../../base/index.ts';
import type { LoweringTarget } from '../../engine/graph/index.ts';
import { type NamedHostTensors, StepRunner } from '../../engine/runtime/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import { cifarAlexnet, type Classifier, resnet } from '../models/index.ts';
import { makeOptimizer } from '../optim/index.ts';
import { buildTrainingStep, initialState } from './index.ts';

const STEPS = 6;
const BATCH = 16;
/** Sizes that do not halve twice. */
const INPUT = { inputShape: [3, 14, 15], numClasses: 4 } as const;

/** Trains on noise with a given lowering. */
async function train(
  model: Classifier,
  target: LoweringTarget,
): Promise<{ readonly losses: Float32Array; readonly state: NamedHostTensors }> {
  const rng = Rng.fromSeed(3);
  const step = buildTrainingStep(model, {
    batchSize: BATCH,
    loss: { alpha: 0.1 },
    optimizer: makeOptimizer({ name: 'sgd', momentum: 0.9, nesterov: true }),
    weightDecay: 1e-3,
  });
  const state = initialState(step, rng.fork('parameters'));
  const runner = await StepRunner.create(ort, step.program, { state, target });
  const images = Float32Array.from({ length: STEPS * BATCH * 3 * 14 * 15 }, () => rng.normal());
  const labels = Int32Array.from({ length: STEPS * BATCH }, () => rng.integer(4));
  const metrics = await runner.run(STEPS, {
    images: hostTensor('float32', [STEPS, BATCH, ...INPUT.inputShape], images),
    labels: hostTensor('int32', [STEPS, BATCH], labels),
    learningRate: hostTensor('float32', [STEPS], new Float32Array(STEPS).fill(0.02)),
    retention: hostTensor('float32', [STEPS], new Float32Array(STEPS).fill(0.9)),
  });
  const end = runner.state;
  await runner.dispose();
  return { losses: metrics.loss!.data as Float32Array, state: end };
}

describe.skipIf(blockedTarget === undefined)('both lowerings', () => {
  it.each([
    ['ResNet v1', resnet({ ...INPUT, depth: 8, version: 1 })],
    ['ResNet v2', resnet({ ...INPUT, depth: 8, version: 2 })],
    ['AlexNet', cifarAlexnet(INPUT)],
  ])('take one trajectory: %s', async (_name, model) => {
    const standard = await train(model, 'standard');
    const blocked = await train(model, blockedTarget!);
    expectAllClose(blocked.losses, standard.losses, { rtol: 1e-5 });
    expect(new Set(standard.losses).size).toBe(STEPS);
    for (const [name, { data }] of Object.entries(standard.state)) {
      const scale = Math.sqrt(
        (data as Float32Array).reduce((sum, value) => sum + value ** 2, 0) / data.length,
      );
      expectAllClose(blocked.state[name]!.data as Float32Array, data as Float32Array, {
        rtol: 0,
        // Roundings differ and six steps of momentum amplify them, to 7e-6 of a tensor's scale.
        atol: 1e-4 * scale,
      });
    }
  });
});
