import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { Rng } from '../../src/base/index.ts';
import { gradients } from '../../src/engine/autodiff/index.ts';
import type { LoweringTarget } from '../../src/engine/graph/index.ts';
import { encodeModel } from '../../src/engine/onnx/index.ts';
import { probeLoweringTarget, Session } from '../../src/engine/runtime/index.ts';
import { smoothedCrossEntropy } from '../../src/learning/losses/index.ts';
import {
  cifarAlexnet,
  type Classifier,
  resnet,
  traceClassifier,
} from '../../src/learning/models/index.ts';
import type { Parameter } from '../../src/learning/nn/index.ts';
import { hostTensor, type HostTensor, type Shape, sizeOf } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

/** The norm of a tensor, and its products with vectors of random signs. */
interface Summary {
  readonly norm: number;
  readonly products: readonly number[];
}

interface Golden {
  readonly seed: number;
  readonly batch: number;
  readonly numClasses: number;
  readonly alpha: number;
  readonly networks: readonly {
    readonly name: string;
    readonly imagesSeed: number;
    readonly side: number;
    readonly loss: number;
    readonly logits: readonly number[];
    readonly gradients: Readonly<Record<string, Summary>>;
    readonly buffers: Readonly<Record<string, Summary>>;
  }[];
}

const { seed, batch, numClasses, alpha, networks } = readGolden('networks') as Golden;

/** Both lowerings, where this ONNX Runtime has the kernels of the second. */
const probed = await probeLoweringTarget(ort);
const TARGETS: readonly LoweringTarget[] = probed === 'standard' ? [probed] : ['standard', probed];

const MODELS: Readonly<Record<string, (inputShape: Shape) => Classifier>> = {
  'resnet-v1': (inputShape) => resnet({ inputShape, numClasses, depth: 20, version: 1 }),
  'resnet-v2': (inputShape) => resnet({ inputShape, numClasses, depth: 20, version: 2 }),
  'cifar-alexnet': (inputShape) => cifarAlexnet({ inputShape, numClasses }),
};

/** Uniform over [−1, 1), on a grid that float32 holds exactly. */
function uniform(count: number, ...labels: readonly (string | number)[]): Float32Array {
  const rng = Rng.fromSeed(seed).fork(...labels);
  return Float32Array.from({ length: count }, () => (rng.uint32() >>> 8) / 2 ** 23 - 1);
}

/** Weights of He's variance; gains about 1 and biases about 0, wider where batch norm has them. */
function drawParameter({ name, shape, role }: Parameter): HostTensor {
  const normed = name.includes('norm');
  const fanIn = sizeOf(shape.slice(1));
  const scales = { gain: 0.25, bias: normed ? 0.25 : 0.1 };
  const scale = role === 'gain' || role === 'bias' ? scales[role] : Math.sqrt(6 / fanIn);
  const centre = role === 'gain' ? 1 : 0;
  const drawn = uniform(sizeOf(shape), 'parameter', name);
  return hostTensor(
    'float32',
    shape,
    drawn.map((value) => centre + scale * value),
  );
}

/**
 * ‖got − expected‖/‖expected‖. The mean square of a product with random signs is the square of the
 * norm: 16 of them estimate it to 18 %.
 */
function relativeError(name: string, got: ArrayLike<number>, { norm, products }: Summary): number {
  const rng = Rng.fromSeed(seed).fork('signs', name);
  const sums = new Float64Array(products.length);
  for (let i = 0; i < got.length; i++) {
    const bits = rng.uint32();
    for (let j = 0; j < sums.length; j++) sums[j]! += ((bits >>> j) & 1) === 0 ? got[i]! : -got[i]!;
  }
  const squares = products.map((product, j) => (sums[j]! - product) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / products.length) / norm;
}

async function run(
  golden: Golden['networks'][number],
  target: LoweringTarget,
): Promise<Record<string, HostTensor>> {
  const shape = [3, golden.side, golden.side];
  const model = MODELS[golden.name]!(shape);
  const traced = traceClassifier(model, { batchSize: batch, training: true });
  const { graph, images, logits, parameters, buffers } = traced;
  const labels = graph.input('labels', 'int32', [batch]);
  const loss = smoothedCrossEntropy(logits, labels, { alpha });
  const tensors = parameters.map(({ tensor }) => tensor);
  const outputs = {
    logits,
    loss,
    ...Object.fromEntries(
      gradients(graph, loss, tensors).map((slope, i) => [`gradient:${parameters[i]!.name}`, slope]),
    ),
    ...Object.fromEntries(buffers.map(({ name, next }) => [`next:${name}`, next])),
  };
  const inputs = [images, labels, ...tensors, ...buffers.map(({ tensor }) => tensor)];
  const session = await Session.create(ort, encodeModel({ graph, inputs, outputs }, target));
  const pixels = uniform(batch * sizeOf(shape), 'images', golden.imagesSeed);
  try {
    return await session.run({
      images: hostTensor(
        'float32',
        [batch, ...shape],
        pixels.map((value) => 2 * value),
      ),
      labels: hostTensor(
        'int32',
        [batch],
        Int32Array.from({ length: batch }, (_, i) => i % numClasses),
      ),
      ...Object.fromEntries(
        parameters.map((parameter) => [parameter.name, drawParameter(parameter)]),
      ),
      ...Object.fromEntries(
        buffers.map(({ name, shape: size, initializer }) => [
          name,
          hostTensor('float32', size, initializer(size, Rng.fromSeed(0))),
        ]),
      ),
    });
  } finally {
    await session.dispose();
  }
}

const cases = TARGETS.flatMap((target) =>
  networks.map((golden) => ({
    name: golden.name,
    lowering: typeof target === 'string' ? target : target.name,
    target,
    golden,
  })),
);

describe.each(cases)('$name, lowered for $lowering', ({ target, golden }) => {
  let results: Record<string, HostTensor>;
  beforeAll(async () => {
    results = await run(golden, target);
  });
  const numbersOf = (name: string): Float32Array => results[name]!.data as Float32Array;

  const namesOf = (kind: string): string[] =>
    Object.keys(results)
      .flatMap((key) => (key.startsWith(`${kind}:`) ? [key.slice(kind.length + 1)] : []))
      .sort();

  test('has the loss and the logits of PyTorch in float64', () => {
    expectAllClose(numbersOf('loss'), [golden.loss], { rtol: 1e-5 });
    expectAllClose(numbersOf('logits'), golden.logits, { rtol: 1e-5, atol: 1e-5 });
  });

  test('has its gradients to 1e-5 of the norm of each', () => {
    expect(namesOf('gradient')).toEqual(Object.keys(golden.gradients).sort());
    for (const [name, summary] of Object.entries(golden.gradients)) {
      const error = relativeError(name, numbersOf(`gradient:${name}`), summary);
      expect(error, name).toBeLessThan(1e-5);
    }
  });

  test('moves the running statistics as PyTorch does', () => {
    expect(namesOf('next')).toEqual(Object.keys(golden.buffers).sort());
    for (const [name, summary] of Object.entries(golden.buffers)) {
      const error = relativeError(name, numbersOf(`next:${name}`), summary);
      expect(error, name).toBeLessThan(1e-5);
    }
  });
});
