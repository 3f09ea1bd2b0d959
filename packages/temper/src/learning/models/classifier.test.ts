import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { Rng } from '../../base/index.ts';
import { encodeModel } from '../../engine/onnx/index.ts';
import { Session } from '../../engine/runtime/index.ts';
import { hostTensor, sizeOf } from '../../tensor/index.ts';
import { cifarAlexnet } from './cifar-alexnet.ts';
import { traceClassifier } from './classifier.ts';
import { cnn } from './cnn.ts';
import { mlp } from './mlp.ts';
import { resnet } from './resnet.ts';

const images = { inputShape: [3, 8, 12], numClasses: 4 };
const MODELS = [
  mlp({ ...images, hidden: [8] }),
  cnn(images),
  cifarAlexnet(images),
  resnet({ ...images, depth: 8 }),
  resnet({ ...images, depth: 8, version: 2 }),
].map((model, i) => ({ title: `${i} ${model.name}`, model }));

describe('a classifier written for any batch size', () => {
  it.each(MODELS)(
    'gives each of three images the logits it has alone: $title',
    async ({ model }) => {
      const { graph, parameters, buffers, ...traced } = traceClassifier(model, {
        batchSize: 1,
        training: false,
      });
      const rng = Rng.fromSeed(5);
      const bytes = encodeModel(
        {
          graph,
          inputs: [traced.images],
          outputs: { logits: traced.logits, penultimate: traced.penultimate },
          fixed: new Map(
            [...parameters, ...buffers].map(({ name, shape, initializer, tensor }) => [
              tensor,
              hostTensor('float32', shape, initializer(shape, rng.fork(name))),
            ]),
          ),
          batchDimension: 'batch',
        },
        'standard',
      );
      const session = await Session.create(ort, bytes);
      const size = sizeOf(model.inputShape);
      const pixels = Float32Array.from({ length: 3 * size }, () => rng.normal());
      const run = async (data: Float32Array): Promise<Float32Array> => {
        const shape = [data.length / size, ...model.inputShape];
        const { logits } = await session.run({ images: hostTensor('float32', shape, data) });
        return logits!.data as Float32Array;
      };
      const together = await run(pixels);
      expect(together).toHaveLength(3 * 4);
      for (let i = 0; i < 3; i++) {
        const alone = await run(pixels.slice(i * size, (i + 1) * size));
        expect(new Set(alone).size).toBe(4);
        // Products of other batch sizes may be summed in another order.
        expectAllClose(together.slice(4 * i, 4 * (i + 1)), alone, { rtol: 1e-5, atol: 1e-6 });
      }
      await session.dispose();
    },
  );
});
