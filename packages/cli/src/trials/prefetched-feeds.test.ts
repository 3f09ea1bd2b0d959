import {
  buildTrainingStep,
  drawGlyphs,
  feedLayout,
  FeedWriter,
  makeImagePipeline,
  makeOptimizer,
  mlp,
  type NamedHostTensors,
  Rng,
  type StepRange,
} from 'temper';
import { afterEach, describe, expect, it } from 'vitest';
import type { FeedWorkerData } from './feed-messages.ts';
import { PrefetchedFeeds } from './prefetched-feeds.ts';
import { trainingExamples } from './training-examples.ts';

const split = drawGlyphs('train', { count: 40 }, { seed: 1 });
const step = buildTrainingStep(
  mlp({ inputShape: [1, 28, 28], numClasses: 16, hidden: [4], dropout: 0.5 }),
  { batchSize: 8, loss: { alpha: 0 }, optimizer: makeOptimizer({ name: 'adam' }) },
);
const given: FeedWorkerData = {
  layout: feedLayout(step),
  stepsPerRun: 3,
  pipeline: { pad: 2, crop: null, flip: true, normalization: 'per-channel' },
  split,
  seed: 6,
};
/** Two epochs of five steps, at most three at a time. */
const RANGES: readonly StepRange[] = [
  { first: 0, count: 3 },
  { first: 3, count: 2 },
  { first: 5, count: 3 },
  { first: 8, count: 2 },
];

let feeds: PrefetchedFeeds | undefined;
afterEach(() => feeds?.dispose());

describe('PrefetchedFeeds', () => {
  it('gives, bit for bit, what is written here', async () => {
    feeds = new PrefetchedFeeds(given);
    const writer = new FeedWriter(given.layout, {
      examples: trainingExamples(split, makeImagePipeline(given.pipeline, split.images)),
      rng: Rng.fromSeed(given.seed),
    });
    for (const [i, range] of RANGES.entries()) {
      const got: NamedHostTensors = await feeds.feeds(range, RANGES[i + 1]);
      const expected = writer.write(range, writer.allocate(range.count));
      expect(Object.keys(got).sort()).toEqual(['hidden1.mask', 'images', 'labels'].sort());
      for (const [name, { dtype, shape, data }] of Object.entries(expected)) {
        expect(got[name], name).toMatchObject({ dtype, shape });
        expect(Buffer.from(got[name]!.data.slice().buffer)).toEqual(
          Buffer.from(data.slice().buffer),
        );
      }
    }
  });

  it('goes on where a run is resumed', async () => {
    feeds = new PrefetchedFeeds(given);
    const later = new PrefetchedFeeds(given);
    await feeds.feeds(RANGES[0]!, RANGES[1]);
    const through = await feeds.feeds(RANGES[1]!, undefined);
    const resumed = await later.feeds(RANGES[1]!, RANGES[2]);
    await later.dispose();
    expect(resumed).toEqual(through);
  });

  it('throws what fails in the other thread, at once or ahead', async () => {
    feeds = new PrefetchedFeeds({ ...given, layout: { ...given.layout, images: [8, 1, 20, 20] } });
    const wrong = 'ImagePipeline: expected images [28, 28] and 8 x 784 elements for them';
    await expect(feeds.feeds(RANGES[0]!, undefined)).rejects.toThrow(wrong);
    await expect(feeds.feeds(RANGES[1]!, undefined)).rejects.toThrow(wrong);
  });
});
