import type {
  Graph,
  GraphNode,
  LoweringTarget,
  OnnxValue,
  SymbolicTensor,
} from '../graph/index.ts';
import { GraphError } from '../../base/index.ts';
import { inputName } from './encode-model.ts';
import { lowerGraph } from './lower-graph.ts';
import { encodeModelProto, OnnxGraphBuilder, type OnnxValueType } from './model-builder.ts';

/** A value carried from one step to the next: the input it is read from, and what it becomes. */
export interface CarriedState {
  readonly current: SymbolicTensor;
  readonly next: SymbolicTensor;
}

/** One step of an iteration, such as a training step. */
export interface StepProgram {
  readonly graph: Graph;
  /** Parameters and optimiser state. */
  readonly state: readonly CarriedState[];
  /** Inputs that every step gets anew: batch, learning rate, masks. */
  readonly feeds: readonly SymbolicTensor[];
  /** Scalars that every step reports, by name. */
  readonly metrics: Readonly<Record<string, SymbolicTensor>>;
}

/** The name of the input that says how many steps to run. */
export const STEPS_INPUT = 'steps';

/** What the body of the Loop calls its own values. */
const BODY_NAMES = ['iteration', 'condition', 'goOn'];

/**
 * Writes a program as an ONNX model that runs any number of its steps at once, in a Loop: state
 * never leaves ONNX Runtime between them, which saves copying it through JavaScript at every step.
 *
 * Inputs: `steps` (int64), each feed with a leading axis of that many steps, the state under the
 * names of its inputs. Outputs: `next:<name>` for the state, and the metrics, one value per step.
 * @throws GraphError if two of these go by one name, or by one that the Loop needs for itself.
 */
export function encodeLoop(program: StepProgram, target: LoweringTarget): Uint8Array {
  assertOwnNames(program);
  const { graph, state, feeds, metrics } = program;
  const body = new OnnxGraphBuilder(target, 'b');
  const inputs = new Map<GraphNode, OnnxValue>();
  for (const { current } of state) inputs.set(current.node, `state:${inputName(current)}`);
  for (const feed of feeds) {
    inputs.set(feed.node, body.node('Gather', [inputName(feed), 'iteration']));
  }
  const metricEntries = Object.entries(metrics);
  const outputs = [...state.map(({ next }) => next), ...metricEntries.map(([, value]) => value)];
  const seen = new Set<OnnxValue>(inputs.values());
  const values = lowerGraph(body, graph, { outputs, inputs }).map((value) => {
    // An output must be a value of its own, not an input or an output passed on twice.
    const own = seen.has(value) ? body.node('Identity', [value]) : value;
    seen.add(own);
    return own;
  });
  body.place('Identity', { inputs: ['condition'], outputs: ['goOn'] });
  const bodyGraph = body.graph('step', {
    inputs: [
      { name: 'iteration', dtype: 'int64', shape: [] },
      { name: 'condition', dtype: 'bool', shape: [] },
      ...state.map(({ current }) => typed(`state:${inputName(current)}`, current)),
    ],
    outputs: [
      { name: 'goOn', dtype: 'bool', shape: [] },
      ...outputs.map((tensor, i) => typed(values[i]!, tensor)),
    ],
  });

  const outer = new OnnxGraphBuilder(target, 'o');
  const stateNames = state.map(({ current }) => inputName(current));
  outer.place('Loop', {
    inputs: [STEPS_INPUT, outer.scalar(1, 'bool'), ...stateNames],
    outputs: [...stateNames.map((name) => `next:${name}`), ...metricEntries.map(([name]) => name)],
    body: bodyGraph,
  });
  return encodeModelProto(
    outer.graph('steps', {
      inputs: [
        { name: STEPS_INPUT, dtype: 'int64', shape: [] },
        ...feeds.map((feed) => ({
          name: inputName(feed),
          dtype: feed.dtype,
          shape: [STEPS_INPUT, ...feed.shape],
        })),
        ...state.map(({ current }) => typed(inputName(current), current)),
      ],
      outputs: [
        ...state.map(({ current }) => typed(`next:${inputName(current)}`, current)),
        ...metricEntries.map(([name, { dtype, shape }]) => ({
          name,
          dtype,
          shape: [STEPS_INPUT, ...shape],
        })),
      ],
    }),
  );
}

/** The body sees the names around it, so that all of them have to differ. */
function assertOwnNames({ state, feeds, metrics }: StepProgram): void {
  const taken = new Set([STEPS_INPUT, ...BODY_NAMES]);
  const names = [
    ...state
      .map(({ current }) => inputName(current))
      .flatMap((n) => [n, `state:${n}`, `next:${n}`]),
    ...feeds.map(inputName),
    ...Object.keys(metrics),
  ];
  for (const name of names) {
    if (taken.has(name)) {
      throw new GraphError(
        `encodeLoop: expected a name for each state, feed and metric that nothing else has, got '${name}', which is taken; rename it`,
      );
    }
    taken.add(name);
  }
}

function typed(name: OnnxValue, { dtype, shape }: SymbolicTensor): OnnxValueType {
  return { name, dtype, shape };
}
