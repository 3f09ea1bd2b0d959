import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type ClassifierHead,
  EXPOSED,
  exposeHead,
  findHead,
  type FloatTensor,
  type HostTensor,
  inspectModel,
  parseImagePreprocessing,
  Session,
} from 'temper';
import { UserError } from '../user-error.ts';
import { modelClasses, type OrderedClasses, orderClasses } from './class-order.ts';
import { type ExampleFeed, feedExamples } from './feed-examples.ts';
import type { ForeignModelOptions } from './foreign-options.ts';
import { imageInput, type ModelInput, singleInput } from './input-layout.ts';
import { loadExamples } from './load-examples.ts';
import { readModelFile } from './read-model-file.ts';
import { ResultRows } from './result-rows.ts';

/** What a model from anywhere says of labelled examples. */
export interface ForeignPredictions extends OrderedClasses {
  /** The model, with tensors from other files: what `calibrateModel` takes along with `head`. */
  readonly bytes: Uint8Array;
  readonly head: ClassifierHead;
  /** `[N, K]`, finite or not. */
  readonly logits: FloatTensor;
  /** `[M, D]`, of the first examples; null where the head is not of a known form. */
  readonly penultimate: FloatTensor | null;
  /** What the examples are, in words. */
  readonly described: string;
}

/** Examples whose penultimate activations are kept. */
const PENULTIMATE_LIMIT = 4000;
const MAX_BATCH = 256;
const BATCH_BYTES = 2 ** 21;

/**
 * Runs an ONNX model on labelled examples.
 * @param file - The model.
 * @param data - `.npz` of inputs and labels, data set, or `folder:PATH`.
 * @throws UserError, FormatError or GraphError, one line each, if the model cannot be read or run, its head is
 * not found, the data are not there or do not fit it, or a label is none of its classes.
 */
export async function runForeignModel(
  file: string,
  data: string,
  options: ForeignModelOptions = {},
): Promise<ForeignPredictions> {
  const where = path.basename(file);
  const bytes = await readModelFile(file);
  const head = findHead(bytes, { head: options.head, output: options.output, where });
  const exposed = exposeHead(bytes, head, where);
  const { inputs, metadata } = inspectModel(exposed, where);
  const input = singleInput(where, inputs);
  const pipeline = metadata.get('pipeline');
  const told = pipeline === undefined ? undefined : parseImagePreprocessing(pipeline, where);
  const examples = await loadExamples(
    data,
    {
      image: () => ({
        ...imageInput(where, input),
        ...(told ? { side: told.imageShape[0] } : {}),
      }),
      trainedOn: metadata.get('data'),
    },
    options,
  );
  const feed = feedExamples(where, examples, { input, preprocessing: { told, flags: options } });
  const model = modelClasses(metadata);
  const classesOf = (numClasses: number): OrderedClasses =>
    orderClasses(where, examples, { model, numClasses, onWarning: options.onWarning });
  // What is wrong with the labels is better known before the model has run for minutes.
  const early = head.templates && classesOf(head.templates.shape[0]!);
  const results = await runBatches(where, exposed, { input, feed, options });
  assertClasses(where, results.logits, head);
  const classes = early ?? classesOf(results.logits.shape[1]!);
  return { bytes, head, ...results, ...classes, described: examples.described };
}

/** What is run on what. */
interface Run {
  readonly input: ModelInput;
  readonly feed: ExampleFeed;
  readonly options: ForeignModelOptions;
}

async function runBatches(
  where: string,
  model: Uint8Array,
  { input, feed, options: { threads = 1, batchSize, onProgress } }: Run,
): Promise<Pick<ForeignPredictions, 'logits' | 'penultimate'>> {
  const rows = input.batchSize ?? batchSize ?? defaultBatch(feed);
  const runtime = await import('onnxruntime-node');
  const session = await Session.create(runtime, model, { threads });
  const logits = new ResultRows(where, feed.size);
  const penultimate = new ResultRows(where, Math.min(feed.size, PENULTIMATE_LIMIT));
  try {
    for (let start = 0; start < feed.size; start += rows) {
      const count = Math.min(rows, feed.size - start);
      // A model of a fixed number of examples gets them, zeros for those that are not there.
      const taken = input.batchSize === undefined ? count : rows;
      const results = await runOnce(where, session, {
        [input.name]: feed.batch(start, count, taken),
      });
      logits.add(results[EXPOSED.logits]!, { start, count, taken });
      const activations = results[EXPOSED.penultimate];
      if (activations) penultimate.add(activations, { start, count, taken });
      onProgress?.(start + count, feed.size);
      // A run blocks the thread: signals and progress are seen to between two.
      await setImmediate();
    }
  } finally {
    await session.dispose();
  }
  return { logits: logits.tensor()!, penultimate: penultimate.tensor() };
}

function defaultBatch({ shape }: ExampleFeed): number {
  const bytes = 4 * shape.reduce((product, side) => product * side, 1);
  return Math.max(1, Math.min(MAX_BATCH, Math.floor(BATCH_BYTES / bytes)));
}

async function runOnce(
  where: string,
  session: Session,
  feeds: Readonly<Record<string, HostTensor>>,
): Promise<Record<string, HostTensor>> {
  try {
    return await session.run(feeds);
  } catch (error) {
    const reason = (error as Error).message.trim().replace(/\s*\n\s*/g, ' ');
    const shapes = Object.values(feeds).map(({ shape }) => shape.join('×'));
    throw new UserError(
      `${where}: expected a model that runs on ${shapes.join()}, got ONNX Runtime's refusal: ${reason}`,
    );
  }
}

function assertClasses(
  where: string,
  { shape }: FloatTensor,
  { templates, logits }: ClassifierHead,
): void {
  const [, got = 0] = shape;
  const expected = templates?.shape[0] ?? Math.max(2, got);
  if (got === expected) return;
  throw new UserError(
    `${where}: expected ${templates ? expected : 'two or more'} scores of each example in '${logits}', got ${got}; name another with --head or --output`,
  );
}
