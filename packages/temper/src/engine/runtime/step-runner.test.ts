import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { add, mul, reduceSum } from '../graph/index.ts';
import type { StepProgram } from '../onnx/index.ts';
import { makeGraph } from '../ops/index.ts';
import { type NamedHostTensors, StepRunner } from './index.ts';

/** x ← 0.5·x + input, y unchanged, z ← the new x: exact in float32 for these numbers. */
function program(): StepProgram {
  const graph = makeGraph();
  const [x, y, z] = ['x', 'y', 'z'].map((name) => graph.input(name, 'float32', [2]));
  const input = graph.input('input', 'float32', [2]);
  const next = add(mul(x!, 0.5), input);
  return {
    graph,
    state: [
      { current: x!, next },
      { current: y!, next: y! },
      { current: z!, next },
    ],
    feeds: [input],
    metrics: { total: reduceSum(next), same: reduceSum(next) },
  };
}

const tensor = (...values: number[]): NamedHostTensors[string] => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
});
const inputs = (...values: number[]): NamedHostTensors => ({
  input: { dtype: 'float32', shape: [values.length / 2, 2], data: Float32Array.from(values) },
});
const state = { x: tensor(8, 16), y: tensor(1, 2), z: tensor(0, 0) };

describe('StepRunner', () => {
  it('carries state through any number of steps and reports each', async () => {
    const runner = await StepRunner.create(ort, program(), { state });
    const metrics = await runner.run(3, inputs(1, 1, 2, 2, 3, 3));
    // x: (8,16) → (5,9) → (4.5,6.5) → (5.25,6.25)
    expect([...(metrics.total!.data as Float32Array)]).toEqual([14, 11, 11.5]);
    expect([...(metrics.same!.data as Float32Array)]).toEqual([14, 11, 11.5]);
    expect([...(runner.state.x!.data as Float32Array)]).toEqual([5.25, 6.25]);
    expect([...(runner.state.y!.data as Float32Array)]).toEqual([1, 2]);
    expect([...(runner.state.z!.data as Float32Array)]).toEqual([5.25, 6.25]);
    await runner.dispose();
  });

  it('does the same in one call of three steps as in three calls of one', async () => {
    const [whole, parts] = await Promise.all(
      [0, 1].map(() => StepRunner.create(ort, program(), { state })),
    );
    await whole!.run(3, inputs(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
    for (const [a, b] of [
      [0.1, 0.2],
      [0.3, 0.4],
      [0.5, 0.6],
    ] as const) {
      await parts!.run(1, inputs(a, b));
    }
    expect(parts!.state.x!.data).toEqual(whole!.state.x!.data);
  });

  it('does not write to the state it was given', async () => {
    const runner = await StepRunner.create(ort, program(), { state });
    await runner.run(1, inputs(1, 1));
    expect([...(state.x.data as Float32Array)]).toEqual([8, 16]);
  });

  it('names a state tensor that is missing or of another shape', async () => {
    const { y: _, ...without } = state;
    await expect(StepRunner.create(ort, program(), { state: without })).rejects.toThrow(
      "StepRunner: expected a state tensor 'y', got none",
    );
    await expect(
      StepRunner.create(ort, program(), { state: { ...state, y: tensor(1, 2, 3) } }),
    ).rejects.toThrow("StepRunner: expected state 'y' to be float32 [2], got float32 [3]");
  });
});
