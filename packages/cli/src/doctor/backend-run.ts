import { performance } from 'node:perf_hooks';
import { Evaluator, hostTensor, mlp, type NamedHostTensors } from 'temper';
import type { ComputeDevice } from '../commands/run-flags.ts';

/** What it took to run a small network. */
export interface BackendRun {
  readonly compileMilliseconds: number;
  readonly runMilliseconds: number;
}

/** Two inputs, two hidden units, two classes: small enough to work out by hand. */
const MODEL = mlp({ inputShape: [2], numClasses: 2, hidden: [2] });
const float32 = (shape: readonly number[], ...values: number[]): NamedHostTensors[string] =>
  hostTensor('float32', shape, Float32Array.from(values));
const PARAMETERS: NamedHostTensors = {
  'hidden1.weight': float32([2, 2], 1, 1, -1, -1),
  'hidden1.bias': float32([2], 0, 0),
  'head.weight': float32([2, 2], 1, 0, 0, 1),
  'head.bias': float32([2], 0.5, 0),
};
/** Of the image 1, 2: relu(1 + 2) + 0.5 and relu(-1 - 2). */
const LOGITS = [3.5, 0];

/**
 * Builds a graph, compiles it and runs it on a device with a result known beforehand.
 * @throws Error if the result is another, or whatever ONNX Runtime fails with.
 */
export async function runBackend(threads: number, device: ComputeDevice): Promise<BackendRun> {
  const runtime = await import('onnxruntime-node');
  const start = performance.now();
  const evaluator = await Evaluator.create(runtime, MODEL, {
    threads,
    batchSize: 1,
    executionProviders: [device],
  });
  const compiled = performance.now();
  const { logits } = await evaluator.evaluate(PARAMETERS, {
    size: 1,
    fill: (images) => {
      images.set([1, 2]);
    },
  });
  const ran = performance.now();
  await evaluator.dispose();
  const got = Array.from(logits.data);
  if (got.join() !== LOGITS.join()) {
    throw new Error(`expected the logits ${LOGITS.join(', ')}, got ${got.join(', ')}`);
  }
  return { compileMilliseconds: compiled - start, runMilliseconds: ran - compiled };
}
