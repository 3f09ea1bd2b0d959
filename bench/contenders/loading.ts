import {
  feedLayout,
  type FeedSource,
  FeedWriter,
  hostTensor,
  makeImagePipeline,
  Rng,
} from 'temper';
import { PrefetchedFeeds } from '../../packages/cli/src/trials/prefetched-feeds.ts';
import { trainingExamples } from '../../packages/cli/src/trials/training-examples.ts';
import { readTrainingTask, taskTrainingStep } from '../training-task.ts';
import { WORKLOADS } from '../workloads/index.ts';
import { serve } from './serve.ts';
import { startTraining } from './temper-training.ts';

/**
 * Temper on images as they are stored: `augmented` cuts, mirrors and normalises them in a thread of
 * their own, as the command has it; `prepared` has done so beforehand, and trains on the same few
 * batches again and again.
 */
const [folder, mode] = process.argv.slice(2) as [string, 'augmented' | 'prepared'];
const { settings, split } = await readTrainingTask(folder);
const { images: options, turns } = WORKLOADS[settings.workload];
const pipeline = makeImagePipeline(options, split.images);
const examples = trainingExamples(split, pipeline);
const step = taskTrainingStep(settings, pipeline.outputShape);
const layout = feedLayout(step);
// Turns are whole runs, and epochs whole turns.
const stepsPerRun = turns.stepsPerTurn;

function augmentedFeeds(): FeedSource {
  const { shape, data } = split.images;
  const shared = new Uint8Array(new SharedArrayBuffer(data.length));
  shared.set(data);
  return new PrefetchedFeeds({
    layout,
    stepsPerRun,
    pipeline: options,
    split: { images: hostTensor('uint8', shape, shared), labels: split.labels },
    seed: settings.seed,
  });
}

function preparedFeeds(): FeedSource {
  const writer = new FeedWriter(layout, { examples, rng: Rng.fromSeed(settings.seed) });
  const feeds = writer.write({ first: 0, count: stepsPerRun }, writer.allocate(stepsPerRun));
  return { feeds: () => Promise.resolve(feeds) };
}

await serve({
  description: `images ${mode}`,
  step: await startTraining(settings, {
    step,
    examples,
    stepsPerRun,
    feeds: mode === 'augmented' ? augmentedFeeds() : preparedFeeds(),
  }),
});
