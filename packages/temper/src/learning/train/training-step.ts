import type { Rng } from '../../base/index.ts';
import { gradients } from '../../engine/autodiff/index.ts';
import { argMax, cast, equal, reduceMean, type SymbolicTensor } from '../../engine/graph/index.ts';
import type { CarriedState, StepProgram } from '../../engine/onnx/index.ts';
import type { NamedHostTensors } from '../../engine/runtime/index.ts';
import { allocate, hostTensor, type HostTensor, sizeOf } from '../../tensor/index.ts';
import { smoothedCrossEntropy, type SmoothedCrossEntropyOptions } from '../losses/index.ts';
import { type Classifier, traceClassifier } from '../models/index.ts';
import type { ModelBuffer, Parameter, RandomMask } from '../nn/index.ts';
import { clipByGlobalNorm, type Optimizer } from '../optim/index.ts';

/** What one step of training a classifier is made of. */
export interface TrainingStepOptions {
  readonly batchSize: number;
  readonly loss: SmoothedCrossEntropyOptions;
  readonly optimizer: Optimizer;
  /** Default 0. */
  readonly weightDecay?: number;
  /**
   * What decays: everything, as in PyTorch; weights without biases and gains; or the weights of dense
   * layers alone. Default all.
   */
  readonly decayed?: 'all' | 'weights' | 'dense';
  /** Largest allowed global norm of the gradient; not clipped when absent. */
  readonly clipNorm?: number;
}

/** A training step as one graph: batch, parameters and optimiser state in; both updated out. */
export interface TrainingStep {
  readonly program: StepProgram;
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly ModelBuffer[];
  readonly masks: readonly RandomMask[];
  /** Names of the scalars that are fed at each step. */
  readonly scalars: readonly string[];
  readonly batchSize: number;
}

/**
 * Builds the training step of a classifier.
 *
 * Feeds: `images`, `labels` (int32 `[N]`), the optimiser's scalars, the model's masks. State: each
 * parameter and buffer under its name, each optimiser slot under `<slot>:<parameter>`. Metrics: `loss` (the
 * smoothed training loss, nats) and `accuracy` (of the batch, as trained on).
 */
export function buildTrainingStep(model: Classifier, options: TrainingStepOptions): TrainingStep {
  const { batchSize, optimizer, clipNorm } = options;
  const traced = traceClassifier(model, { batchSize, training: true });
  const { graph, images, logits, parameters, buffers, masks } = traced;
  const labels = graph.input('labels', 'int32', [batchSize]);
  const loss = smoothedCrossEntropy(logits, labels, options.loss);
  const slopes = gradients(
    graph,
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const clipped = clipNorm === undefined ? slopes : clipByGlobalNorm(slopes, clipNorm);

  const scalarNames = Object.keys(optimizer.scalars(0, () => 1));
  const scalars = namedInputs(scalarNames, (name) => graph.input(name, 'float32', []));
  const state: CarriedState[] = [];
  parameters.forEach((parameter, i) => {
    const slots = namedInputs(optimizer.slots, (slot) =>
      graph.input(`${slot}:${parameter.name}`, 'float32', parameter.shape),
    );
    const updated = optimizer.update({
      parameter: parameter.tensor,
      gradient: clipped[i]!,
      slots,
      scalars,
      weightDecay: weightDecayOf(parameter, options),
    });
    state.push({ current: parameter.tensor, next: updated.parameter });
    for (const slot of optimizer.slots) {
      state.push({ current: slots[slot]!, next: updated.slots[slot]! });
    }
  });
  for (const { tensor, next } of buffers) state.push({ current: tensor, next });
  const accuracy = reduceMean(cast(equal(argMax(logits), labels), 'float32'));
  const feeds = [images, labels, ...Object.values(scalars), ...masks.map(({ tensor }) => tensor)];
  const program = { graph, state, feeds, metrics: { loss, accuracy } };
  return { program, parameters, buffers, masks, scalars: scalarNames, batchSize };
}

/** The state a run starts from: drawn parameters, buffers as they begin, optimiser slots of zero. */
export function initialState(step: TrainingStep, rng: Rng): NamedHostTensors {
  const state: Record<string, HostTensor> = {};
  const initialised = [...step.parameters, ...step.buffers];
  for (const { current } of step.program.state) {
    const { name } = current.node.attributes as { readonly name: string };
    const drawn = initialised.find((candidate) => candidate.name === name);
    const data = drawn
      ? drawn.initializer(drawn.shape, rng.fork(name))
      : allocate('float32', sizeOf(current.shape));
    state[name] = hostTensor('float32', current.shape, data);
  }
  return state;
}

function weightDecayOf(parameter: Parameter, options: TrainingStepOptions): number {
  const { weightDecay = 0, decayed = 'all' } = options;
  const decays = {
    all: true,
    weights: parameter.role === 'weight' || parameter.role === 'filter',
    dense: parameter.role === 'weight',
  };
  return decays[decayed] ? weightDecay : 0;
}

function namedInputs(
  names: readonly string[],
  make: (name: string) => SymbolicTensor,
): Record<string, SymbolicTensor> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
