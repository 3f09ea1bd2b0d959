import * as node from 'onnxruntime-node';
import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { type OnnxRuntime, probeLoweringTarget } from './index.ts';

/** A runtime whose only model gives pixels in a given order. */
function runtimeGiving(order: (index: number) => number): OnnxRuntime {
  const session = {
    run: ({ x }: { x: { data: Float32Array; dims: readonly number[] } }) =>
      Promise.resolve({
        y: { type: 'float32', dims: x.dims, data: x.data.map((_, index) => order(index)) },
      }),
    release: () => Promise.resolve(),
  };
  return {
    ...node,
    InferenceSession: { create: () => Promise.resolve(session) },
  } as unknown as OnnxRuntime;
}

describe('probeLoweringTarget', () => {
  it.each([8, 16])('finds blocks of %i channels', async (block) => {
    // Place p of channel c lies at (c / block)·2·block + p·block + c % block.
    const order = (index: number): number => {
      const [group, within] = [Math.floor(index / (2 * block)), index % (2 * block)];
      return (group * block + (within % block)) * 2 + Math.floor(within / block);
    };
    expect(await probeLoweringTarget(runtimeGiving(order))).toEqual({ name: 'cpu-blocked', block });
  });

  it('takes the standard lowering where nothing is reordered', async () => {
    expect(await probeLoweringTarget(runtimeGiving((index) => index))).toBe('standard');
  });

  it('takes the standard lowering on WebAssembly, which lacks these kernels, and on other devices', async () => {
    expect(await probeLoweringTarget(web)).toBe('standard');
    expect(await probeLoweringTarget(node, { executionProviders: ['cuda', 'cpu'] })).toBe(
      'standard',
    );
  });
});
