import { encodeModel } from '../../engine/onnx/index.ts';
import {
  type NamedHostTensors,
  type OnnxRuntime,
  probeLoweringTarget,
  Session,
  type SessionOptions,
} from '../../engine/runtime/index.ts';
import { hostTensor, type HostTensor, sizeOf } from '../../tensor/index.ts';
import { type Classifier, traceClassifier } from '../models/index.ts';

/** Examples to evaluate on, written into batches by position. */
export interface EvaluationData {
  /** Number of examples N. */
  readonly size: number;
  /** Writes the images of examples `start` … `start + count − 1` into the front of `images`. */
  fill(images: Float32Array, start: number, count: number): void;
}

/** What a classifier makes of a data set. */
export interface Evaluation {
  /** `[N, K]`. */
  readonly logits: HostTensor<'float32'>;
  /** `[M, D]`: of the first `penultimateLimit` examples. */
  readonly penultimate: HostTensor<'float32'>;
}

/** Computes logits and penultimate activations with any parameters of one model. */
export class Evaluator {
  readonly #session: Session;
  readonly #model: Classifier;
  readonly #batchSize: number;
  readonly #penultimateSize: number;
  /** Names of the model's parameters and buffers. */
  readonly #modelState: readonly string[];

  private constructor(
    session: Session,
    fields: {
      model: Classifier;
      batchSize: number;
      penultimateSize: number;
      modelState: readonly string[];
    },
  ) {
    this.#session = session;
    this.#model = fields.model;
    this.#batchSize = fields.batchSize;
    this.#penultimateSize = fields.penultimateSize;
    this.#modelState = fields.modelState;
  }

  /**
   * Compiles the model's evaluation pass. `batchSize` affects speed and memory alone; by default as many
   * images as 2 MiB hold, at most 500: activations are several times as large.
   */
  static async create(
    runtime: OnnxRuntime,
    model: Classifier,
    {
      batchSize = defaultBatchSize(model),
      ...options
    }: SessionOptions & { readonly batchSize?: number } = {},
  ): Promise<Evaluator> {
    const { graph, images, logits, penultimate, parameters, buffers } = traceClassifier(model, {
      batchSize,
      training: false,
    });
    const modelState = [...parameters, ...buffers];
    const inputs = [images, ...modelState.map(({ tensor }) => tensor)];
    const target = await probeLoweringTarget(runtime, options);
    const encoded = encodeModel({ graph, inputs, outputs: { logits, penultimate } }, target);
    const session = await Session.create(runtime, encoded, options);
    return new Evaluator(session, {
      model,
      batchSize,
      penultimateSize: penultimate.shape[1]!,
      modelState: modelState.map(({ name }) => name),
    });
  }

  /**
   * Runs the model over the data. `state` holds its parameters and buffers, and may hold more.
   * @param options.penultimateLimit - How many examples' activations to keep, from the front; default all.
   */
  async evaluate(
    state: NamedHostTensors,
    data: EvaluationData,
    { penultimateLimit = data.size }: { readonly penultimateLimit?: number } = {},
  ): Promise<Evaluation> {
    const { numClasses, inputShape } = this.#model;
    const size = sizeOf(inputShape);
    const kept = Math.min(penultimateLimit, data.size);
    const logits = new Float32Array(data.size * numClasses);
    const penultimate = new Float32Array(kept * this.#penultimateSize);
    const images = new Float32Array(this.#batchSize * size);
    const modelState = Object.fromEntries(this.#modelState.map((name) => [name, state[name]!]));
    for (let start = 0; start < data.size; start += this.#batchSize) {
      const count = Math.min(this.#batchSize, data.size - start);
      data.fill(images, start, count);
      const results = await this.#session.run({
        ...modelState,
        images: hostTensor('float32', [this.#batchSize, ...inputShape], images),
      });
      logits.set(rowsOf(results.logits!, numClasses, count), start * numClasses);
      const wanted = Math.min(count, kept - start);
      if (wanted > 0) {
        const rows = rowsOf(results.penultimate!, this.#penultimateSize, wanted);
        penultimate.set(rows, start * this.#penultimateSize);
      }
    }
    return {
      logits: hostTensor('float32', [data.size, numClasses], logits),
      penultimate: hostTensor('float32', [kept, this.#penultimateSize], penultimate),
    };
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
  }
}

function defaultBatchSize({ inputShape }: Classifier): number {
  return Math.max(1, Math.min(500, Math.floor(2 ** 21 / (4 * sizeOf(inputShape)))));
}

function rowsOf(tensor: HostTensor, width: number, rows: number): Float32Array {
  return (tensor.data as Float32Array).subarray(0, rows * width);
}
