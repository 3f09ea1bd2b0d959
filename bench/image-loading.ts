import { performance } from 'node:perf_hooks';
import { FeedWriter, makeImagePipeline, Rng } from 'temper';
import { trainingExamples } from '../packages/cli/src/trials/training-examples.ts';
import { ChildContender, type ChildCommand } from './child-contender.ts';
import { interleave } from './harness.ts';
import { nodeCommand } from './line-up.ts';
import { median, timeRatio, type TimeRatio } from './statistics.ts';
import { readTrainingTask } from './training-task.ts';
import { WORKLOADS } from './workloads/index.ts';

/** The longest that loading and augmenting may take, as a share of a step. */
const LARGEST_SHARE = 0.05;
/** Rounds of the training loop with and without: enough to tell a few percent. */
const ROUNDS = 4;
/** How often writing some batches is timed. */
const TIMINGS = 15;
const BATCHES_PER_TIMING = 10;

/** What it costs to load and augment the images of a training step. */
export interface ImageLoading {
  /** Size that images are cut to, pixels. */
  readonly size: number;
  /** Time in which one thread writes all that a step is fed. */
  readonly msPerBatch: number;
  /** Of a step whose feeds are ready. */
  readonly msPerStep: number;
  /** `msPerBatch` to `msPerStep`. */
  readonly share: number;
  /** Of a step in a loop whose feeds another thread writes meanwhile, to `msPerStep`. */
  readonly ratio: TimeRatio;
  /** The most that the share may be, and that the ratio may exceed 1 by. */
  readonly largestShare: number;
  readonly met: boolean;
}

/** Temper on images as they are stored, which are augmented as it trains, or have been before. */
export function loadingCommand(folder: string, mode: 'augmented' | 'prepared'): ChildCommand {
  return { name: `Temper, images ${mode}`, ...nodeCommand('loading.ts', folder, mode) };
}

/**
 * Measures what loading and augmenting cost the training of a task, at the size its images are cut to:
 * alone, and in the training loop.
 */
export async function measureImageLoading(folder: string): Promise<ImageLoading> {
  const { settings, split } = await readTrainingTask(folder);
  const { images: options, turns } = WORKLOADS[settings.workload];
  const pipeline = makeImagePipeline(options, split.images);
  const shape = [settings.batchSize, ...pipeline.outputShape];
  const writer = new FeedWriter(
    { batchSize: settings.batchSize, images: shape, masks: [] },
    { examples: trainingExamples(split, pipeline), rng: Rng.fromSeed(settings.seed) },
  );
  const msPerBatch = timeWriting(writer);
  const children: ChildContender[] = [];
  try {
    children.push(await ChildContender.start(loadingCommand(folder, 'prepared')));
    children.push(await ChildContender.start(loadingCommand(folder, 'augmented')));
    const [prepared, augmented] = await interleave(children, { ...turns, rounds: ROUNDS });
    const msPerStep = median(prepared!.perRound);
    const share = msPerBatch / msPerStep;
    const ratio = timeRatio(augmented!.perRound, prepared!.perRound);
    const met = share <= LARGEST_SHARE && ratio.ofMedians <= 1 + LARGEST_SHARE;
    const size = pipeline.outputShape.at(-1)!;
    return { size, msPerBatch, msPerStep, share, ratio, largestShare: LARGEST_SHARE, met };
  } finally {
    await Promise.all(children.map((child) => child.close()));
  }
}

/** Milliseconds in which batches are written, each; the first few, not yet compiled, do not count. */
function timeWriting(writer: FeedWriter): number {
  const buffers = writer.allocate(1);
  const timings = Array.from({ length: TIMINGS + 1 }, (_, i) => {
    const start = performance.now();
    for (let batch = 0; batch < BATCHES_PER_TIMING; batch++) {
      writer.write({ first: i * BATCHES_PER_TIMING + batch, count: 1 }, buffers);
    }
    return (performance.now() - start) / BATCHES_PER_TIMING;
  });
  return median(timings.slice(1));
}
