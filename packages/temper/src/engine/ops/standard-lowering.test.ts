import * as ort from 'onnxruntime-node';
import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { expectRuntimeAgrees, type RunOptions } from '../../../test/support/check-op.ts';
import { everyOp } from '../../../test/support/every-op.ts';
import { sizeOf } from '../../tensor/index.ts';
import { pullback } from '../autodiff/index.ts';
import { constant, relu, type SymbolicTensor } from '../graph/index.ts';
import { encodeModel } from '../onnx/index.ts';
import { Session } from '../runtime/index.ts';
import { makeGraph } from './index.ts';

const WEBGPU = { executionProviders: ['webgpu'] } as const;

/** Whether WebGPU has an adapter here; a software one such as SwiftShader will do. */
async function hasAdapter(): Promise<boolean> {
  const graph = makeGraph();
  const x = graph.input('x', 'float32', [1]);
  const model = encodeModel({ graph, inputs: [x], outputs: { y: relu(x) } }, 'standard');
  try {
    await (await Session.create(ort, model, WEBGPU)).dispose();
    return true;
  } catch {
    return false;
  }
}

/** Runs every op and its gradient, and compares them with the reference. */
async function expectEveryOpAgrees(options: RunOptions): Promise<void> {
  const graph = makeGraph();
  const rng = Rng.fromSeed(5);
  const positive = (): Float64Array =>
    Float64Array.from({ length: 12 }, () => Math.fround(0.5 + 1.5 * rng.uniform()));
  const wrt = ['x', 'y'].map((name) => graph.input(name, 'float32', [4, 3]));
  const outputs: Record<string, SymbolicTensor> = everyOp(wrt[0]!, wrt[1]!);
  for (const [name, value] of Object.entries(outputs)) expect(value.node.op).toBe(name);
  const floating = Object.values(outputs).filter((value) => value.dtype === 'float32');
  const cotangents = floating.map(({ shape }) => {
    const values = Float64Array.from({ length: sizeOf(shape) }, () => rng.normal());
    return constant(graph, values, { shape });
  });
  pullback(graph, { outputs: floating, cotangents }, wrt).forEach((slope, i) => {
    outputs[`gradient ${i}`] = slope;
  });
  await expectRuntimeAgrees(graph, outputs, {
    feeds: { x: positive(), y: positive() },
    ...options,
    // The gradients sum some forty terms of either sign.
    tolerance: { rtol: 1e-5, atol: 2e-5 },
  });
}

const adapter = await hasAdapter();

describe('the standard lowering', () => {
  it('runs on WebAssembly', () => expectEveryOpAgrees({ runtime: web }));

  // Every shader is compiled, which takes software adapters seconds.
  it.skipIf(!adapter)(
    'runs on WebGPU (skipped where there is no adapter)',
    () => expectEveryOpAgrees(WEBGPU),
    120_000,
  );
});
