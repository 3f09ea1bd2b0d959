import { GraphError, ShapeError } from '../../base/index.ts';
import { formatShape, type HostTensor, sameShape } from '../../tensor/index.ts';
import type { LoweringTarget } from '../graph/index.ts';
import { encodeLoop, inputName, type StepProgram, STEPS_INPUT } from '../onnx/index.ts';
import { probeLoweringTarget } from './lowering-target.ts';
import { type OnnxRuntime, Session, type SessionOptions } from './onnx-runtime.ts';

/** Tensors by the name of the input they are for. */
export type NamedHostTensors = Readonly<Record<string, HostTensor>>;

/**
 * Runs the steps of a program, several per call, and holds their state in between.
 *
 * The state is what the last call returned, fed back without copying: the results of one call are
 * the inputs of the next.
 */
export class StepRunner {
  readonly #program: StepProgram;
  readonly #session: Session;
  #state: NamedHostTensors;

  private constructor(program: StepProgram, session: Session, state: NamedHostTensors) {
    this.#program = program;
    this.#session = session;
    this.#state = state;
  }

  /**
   * Compiles a program and gives it its first state.
   * @throws ShapeError or GraphError if a state tensor is missing or of another shape.
   */
  static async create(
    runtime: OnnxRuntime,
    program: StepProgram,
    options: SessionOptions & {
      readonly state: NamedHostTensors;
      /** Default: what the runtime has the fastest kernels for. */
      readonly target?: LoweringTarget;
    },
  ): Promise<StepRunner> {
    checkState(program, options.state);
    const target = options.target ?? (await probeLoweringTarget(runtime, options));
    const model = encodeLoop(program, target);
    const session = await Session.create(runtime, model, options);
    return new StepRunner(program, session, options.state);
  }

  /** The state now: parameters and optimiser state by name. Not to be written to. */
  get state(): NamedHostTensors {
    return this.#state;
  }

  /**
   * Runs some steps. Each feed has a leading axis, one slice per step.
   * @returns The metrics, one value per step each.
   */
  async run(steps: number, feeds: NamedHostTensors): Promise<Record<string, HostTensor>> {
    const count: HostTensor = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(steps)) };
    const results = await this.#session.run({ ...this.#state, ...feeds, [STEPS_INPUT]: count });
    this.#state = Object.fromEntries(
      this.#program.state.map(({ current }) => {
        const name = inputName(current);
        return [name, results[`next:${name}`]!];
      }),
    );
    return Object.fromEntries(
      Object.keys(this.#program.metrics).map((name) => [name, results[name]!]),
    );
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
  }
}

function checkState(program: StepProgram, state: NamedHostTensors): void {
  for (const { current } of program.state) {
    const name = inputName(current);
    const given = state[name];
    if (!given) throw new GraphError(`StepRunner: expected a state tensor '${name}', got none`);
    if (!sameShape(given.shape, current.shape) || given.dtype !== current.dtype) {
      throw new ShapeError(
        `StepRunner: expected state '${name}' to be ${current.dtype} ${formatShape(current.shape)}, got ${given.dtype} ${formatShape(given.shape)}`,
      );
    }
  }
}
