import { parentPort, workerData } from 'node:worker_threads';
import { FeedWriter, makeImagePipeline, Rng } from 'temper';
import type { FeedRequest, FeedWorkerData, WrittenFeeds } from './feed-messages.ts';
import { memoryOf } from './feed-messages.ts';
import { trainingExamples } from './training-examples.ts';

const { layout, stepsPerRun, pipeline, split, seed } = workerData as FeedWorkerData;
const writer = new FeedWriter(layout, {
  examples: trainingExamples(split, makeImagePipeline(pipeline, split.images)),
  rng: Rng.fromSeed(seed),
});
parentPort!.on('message', ({ range, buffers = writer.allocate(stepsPerRun) }: FeedRequest) => {
  const written: WrittenFeeds = { feeds: writer.write(range, buffers), buffers };
  parentPort!.postMessage(written, memoryOf(buffers));
});
