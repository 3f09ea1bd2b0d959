import type {
  InferenceSession,
  InferenceSessionFactory,
  Tensor,
  TensorConstructor,
} from 'onnxruntime-common';
import { GraphError } from '../../base/index.ts';
import { type DType, type HostTensor, type TensorData } from '../../tensor/index.ts';

/**
 * The ONNX Runtime that runs Temper's graphs. The library is handed one, `onnxruntime-node` or
 * `onnxruntime-web`: both have this shape.
 */
export interface OnnxRuntime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** How a session runs. */
export interface SessionOptions {
  /** Threads inside one op; default 1. */
  readonly threads?: number;
  /** Execution providers in order of preference; default the CPU (or WebAssembly). */
  readonly executionProviders?: readonly string[];
}

/**
 * Threads that wait for work spin for 50 microseconds before they sleep: as long as it takes from one op
 * to the next. Those that spin for long ruin a machine that is
 * shared.
 */
const BRIEF_SPINNING = { allow_spinning: '1', spin_duration_us: '50' };

/** A compiled model: named tensors in, named tensors out. `dispose` frees it. */
export class Session {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;

  private constructor(runtime: OnnxRuntime, session: InferenceSession) {
    this.#runtime = runtime;
    this.#session = session;
  }

  /**
   * Compiles a model.
   * @throws GraphError with ONNX Runtime's reason if it refuses the model.
   */
  static async create(
    runtime: OnnxRuntime,
    model: Uint8Array,
    { threads = 1, executionProviders }: SessionOptions = {},
  ): Promise<Session> {
    try {
      const session = await runtime.InferenceSession.create(model, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: 'all',
        // Errors are thrown: they need not go to standard error as well.
        logSeverityLevel: 4,
        ...(executionProviders ? { executionProviders: [...executionProviders] } : {}),
        extra: { session: { intra_op: BRIEF_SPINNING } },
      });
      return new Session(runtime, session);
    } catch (error) {
      const where = executionProviders ? ` on ${executionProviders.join(', ')}` : '';
      throw new GraphError(`ONNX Runtime refused the model${where}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** Runs the model. Feeds are read in place, results are fresh. */
  async run(feeds: Readonly<Record<string, HostTensor>>): Promise<Record<string, HostTensor>> {
    const converted: Record<string, Tensor> = {};
    for (const [name, { dtype, shape, data }] of Object.entries(feeds)) {
      converted[name] = new this.#runtime.Tensor(dtype, data as never, shape);
    }
    const results = await this.#session.run(converted);
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [
        name,
        {
          dtype: tensor.type as DType,
          shape: tensor.dims,
          data: tensor.data as TensorData,
        },
      ]),
    );
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** ONNX Runtime's reason in one line, without the place in its source that an assertion begins with. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^\/onnxruntime_src\/.* was false\. /, '');
}
