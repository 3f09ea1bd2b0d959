import * as ort from 'onnxruntime-node';
import {
  buildTrainingStep,
  decodeModel,
  hostTensor,
  type HostTensor,
  initialState,
  makeImagePipeline,
  makeOptimizer,
  parseImagePreprocessing,
  resolveTrialConfig,
  Rng,
  Session,
  Evaluator,
} from 'temper';
import { describe, expect, it } from 'vitest';
import { evaluateSplit } from './evaluate-split.ts';
import { inferenceModel } from './inference-model.ts';
import { makeModel } from './make-model.ts';

const rng = Rng.fromSeed(2);
const images = hostTensor(
  'uint8',
  [6, 14, 14, 3],
  Uint8Array.from({ length: 6 * 14 * 14 * 3 }, () => rng.integer(256)),
);
const split = { images, labels: Int32Array.of(0, 1, 2, 0, 1, 2) };
const config = resolveTrialConfig({
  data: { name: 'folder', path: 'pets' },
  images: { pad: 2, crop: 12, normalization: 'per-channel' },
  model: { name: 'resnet', depth: 20 },
  learningRate: 0.1,
  epochs: 1,
});
const data = { classNames: ['cat', 'dog', 'owl'], imageShape: [14, 14, 3] };
const pipeline = makeImagePipeline(config.images, images);
const model = makeModel(config, { inputShape: pipeline.outputShape, numClasses: 3 });

describe('inferenceModel', () => {
  it('computes what the evaluation computes, running statistics and all', async () => {
    const step = buildTrainingStep(model, {
      batchSize: 2,
      loss: { alpha: 0 },
      optimizer: makeOptimizer({ name: 'adam' }),
    });
    const state: Record<string, HostTensor> = { ...initialState(step, rng) };
    // Statistics that no run begins with.
    for (const { name, shape } of step.buffers) {
      const data = Float32Array.from({ length: shape[0]! }, () => 0.5 + rng.uniform());
      state[name] = hostTensor('float32', shape, data);
    }
    const evaluator = await Evaluator.create(ort, model, { batchSize: 4 });
    const expected = await evaluateSplit(evaluator, state, {
      split,
      pipeline,
      penultimateLimit: 6,
    });
    await evaluator.dispose();
    const bytes = inferenceModel(model, { config, data, pipeline, state });
    const session = await Session.create(ort, bytes);
    const batch = new Float32Array(6 * 3 * 144);
    pipeline.fillCentered(batch, { images, indices: [0, 1, 2, 3, 4, 5] });
    const got = await session.run({ images: hostTensor('float32', [6, 3, 12, 12], batch) });
    await session.dispose();
    expect(step.buffers.length).toBeGreaterThan(0);
    for (const name of ['logits', 'penultimate'] as const) {
      const [values, wanted] = [got[name]!.data as Float32Array, expected[name].data];
      // float32, in batches of another size.
      wanted.forEach((value, i) => {
        expect(values[i]).toBeCloseTo(value, 3);
      });
    }
  });

  it('says what its input is and in which order the classes are', () => {
    const step = buildTrainingStep(model, {
      batchSize: 2,
      loss: { alpha: 0 },
      optimizer: makeOptimizer({ name: 'adam' }),
    });
    const state = initialState(step, rng);
    const { metadata } = decodeModel(inferenceModel(model, { config, data, pipeline, state }));
    expect(metadata).toMatchObject({ temper: 'resnet', classes: '["cat","dog","owl"]' });
    expect(metadata.input).toContain('[batch, 3, 12, 12]');
    expect(metadata.preprocessing).toMatch(
      /^pixels 0 to 255 of an image of 14×14; the middle 12×12 cut out; divided by 255, less the mean of each channel \(0[.][45]\d+, 0[.][45]\d+, 0[.][45]\d+\), over/,
    );
    expect(JSON.parse(metadata.data!)).toMatchObject({ name: 'folder', channels: 3 });
    expect(metadata.data).not.toContain('pets');
    // Another pipeline made of it, without the training images, gives the same input.
    const { imageShape, ...preprocessing } = parseImagePreprocessing(metadata.pipeline!);
    expect(imageShape).toEqual([14, 14, 3]);
    const none = hostTensor('uint8', [0, ...imageShape], new Uint8Array());
    const again = makeImagePipeline({ ...preprocessing, flip: false }, none);
    const [filled, wanted] = [again, pipeline].map((each) => {
      const batch = new Float32Array(2 * 3 * 144);
      each.fillCentered(batch, { images, indices: [4, 1] });
      return batch;
    });
    expect(filled).toEqual(wanted);
  });
});
