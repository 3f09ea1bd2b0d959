import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-node';
import { probeLoweringTarget } from 'temper';
import { copyImages, readTrainingTask, taskTrainingStep } from '../training-task.ts';
import { serve } from './serve.ts';
import { startTraining } from './temper-training.ts';

/** Temper as the command uses it, several steps to a run; `standard` has it lowered for any runtime. */
const [folder, lowering] = process.argv.slice(2) as [string, 'standard' | undefined];
const { settings, images, split, parameters } = await readTrainingTask(folder);
const target = lowering ?? (await probeLoweringTarget(ort));
const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as {
  readonly version: string;
};
const lowered =
  target === 'standard' ? 'standard lowering' : `channels in blocks of ${target.block}`;

await serve({
  description: `ONNX Runtime ${version}, ${lowered}`,
  step: await startTraining(settings, {
    step: taskTrainingStep(settings, images.shape.slice(1)),
    parameters: Object.fromEntries(parameters),
    target,
    examples: {
      labels: split.labels,
      fill(batch, indices) {
        copyImages(batch, images, indices);
      },
    },
  }),
});
