import { describe, expect, it } from 'vitest';
import { explainMissing, type Machine } from './explain-missing.ts';

/** A machine on which only files with these endings exist. */
function machine(platform: string, ...endings: readonly string[]): Machine {
  return { platform, exists: (path) => endings.some((ending) => path.endsWith(ending)) };
}

const CUDA_FAILURE = {
  failure: 'ONNX Runtime refused the model on cuda: Failed to load shared library',
  printed: '',
};
const FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

describe('explainMissing', () => {
  it('names the files and the driver that CUDA lacks, and what brings the files', () => {
    const reason = explainMissing('cuda', CUDA_FAILURE, machine('linux/x64'));
    expect(reason).toMatch(
      /^looked in \S+x64 and found no libonnxruntime_providers_shared\.so and no libonnxruntime_providers_cuda\.so, and no NVIDIA driver /,
    );
    expect(reason).toMatch(/ONNXRUNTIME_NODE_INSTALL=true node \S+install\.js downloads/);
  });

  it('names one missing file and the driver that is there', () => {
    const here = machine('linux/x64', FILES[0]!, '/proc/driver/nvidia/version');
    const reason = explainMissing('cuda', CUDA_FAILURE, here);
    expect(reason).toContain('found no libonnxruntime_providers_cuda.so, and an NVIDIA driver');
  });

  it('hands on which library the CUDA files could not load', () => {
    const printed =
      '\u001B[1;31m2026 [E:onnxruntime] Failed to load library /x.so with error: libcudnn.so.9: cannot open\n\u001B[m\n';
    const reason = explainMissing(
      'cuda',
      { ...CUDA_FAILURE, printed },
      machine('linux/x64', ...FILES),
    );
    expect(reason).toContain('but: libcudnn.so.9: cannot open; it needs CUDA 12 and cuDNN 9');
  });

  it('says where there is no CUDA at all', () => {
    expect(explainMissing('cuda', CUDA_FAILURE, machine('darwin/arm64'))).toContain(
      'CUDA on linux/x64 only, this is darwin/arm64',
    );
  });

  it.each([
    ["Warning: Couldn't load Vulkan: libvulkan.so.1\n  at x", 'a Vulkan loader (libvulkan.so.1)'],
    ['Warning: Vulkan shaderIndexing required\n', 'refused (Vulkan shaderIndexing required)'],
    ['', 'found no graphics adapter;'],
  ])('tells apart what WebGPU lacks: %j', (printed, words) => {
    const failure = 'Failed to get a WebGPU adapter: No supported adapters';
    expect(explainMissing('webgpu', { failure, printed })).toContain(words);
  });
});
