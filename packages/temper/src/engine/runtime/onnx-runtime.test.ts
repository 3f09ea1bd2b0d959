import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphError } from '../../base/index.ts';
import { type OnnxRuntime, Session } from './index.ts';

/** A runtime whose sessions fail with a message. */
function failing(message: string): OnnxRuntime {
  return {
    ...ort,
    InferenceSession: { create: () => Promise.reject(new Error(message)) },
  };
}

describe('Session', () => {
  it('tells why a device failed in one line', async () => {
    const runtime = failing(
      '/onnxruntime_src/x.cc:136 f(const C&)::<lambda()> a == b was false. No WebGPU adapter:\n none\n',
    );
    const options = { executionProviders: ['webgpu'] };
    await expect(Session.create(runtime, new Uint8Array(), options)).rejects.toEqual(
      new GraphError('ONNX Runtime refused the model on webgpu: No WebGPU adapter: none'),
    );
  });
});
