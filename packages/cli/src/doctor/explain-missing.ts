import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ComputeDevice } from '../commands/run-flags.ts';

/** What a device that did not compute left behind. */
export interface DeviceFailure {
  /** What ONNX Runtime failed with. */
  readonly failure: string;
  /** What it and the libraries below it printed. */
  readonly printed: string;
}

/** Where things are looked for; this machine outside tests. */
export interface Machine {
  /** `linux/x64`: what ONNX Runtime calls this machine. */
  readonly platform: string;
  readonly exists: (path: string) => boolean;
}

const THIS_MACHINE: Machine = {
  platform: `${process.platform}/${process.arch}`,
  exists: existsSync,
};

const DETAILS = 'docs/devices.md has more';

/** Says in one line why a device does not compute: what was looked for, what came, what to do. */
export function explainMissing(
  device: ComputeDevice,
  { failure, printed }: DeviceFailure,
  machine: Machine = THIS_MACHINE,
): string {
  const lines = printed.split('\n').map((line) => line.replace(/\u001B\[[0-9;]*m/g, '').trim());
  if (device === 'cuda') return explainCuda(failure, lines, machine);
  if (device === 'webgpu') return explainWebGpu(failure, lines);
  return failure;
}

function explainCuda(failure: string, lines: readonly string[], machine: Machine): string {
  const { platform, exists } = machine;
  if (platform !== 'linux/x64') {
    return `onnxruntime-node has CUDA on linux/x64 only, this is ${platform}; ${DETAILS}`;
  }
  const root = path.dirname(
    createRequire(import.meta.url).resolve('onnxruntime-node/package.json'),
  );
  const folder = path.join(root, 'bin', 'napi-v6', 'linux', 'x64');
  const missing = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'].filter(
    (file) => !exists(path.join(folder, file)),
  );
  const driver = exists('/proc/driver/nvidia/version') ? 'an' : 'no';
  const found = `${driver} NVIDIA driver (/proc/driver/nvidia/version)`;
  if (missing.length > 0) {
    const script = path.join(root, 'script', 'install.js');
    return `looked in ${folder} and found no ${missing.join(' and no ')}, and ${found}; ONNXRUNTIME_NODE_INSTALL=true node ${script} downloads the files, and they need CUDA 12 and cuDNN 9; ${DETAILS}`;
  }
  const said = /with error: (.*)/.exec(lines.find((line) => line.includes('with error: ')) ?? '');
  return `found ONNX Runtime's CUDA files and ${found}, but: ${said?.[1] ?? failure}; it needs CUDA 12 and cuDNN 9; ${DETAILS}`;
}

function explainWebGpu(failure: string, lines: readonly string[]): string {
  if (lines.some((line) => line.includes("Couldn't load Vulkan"))) {
    return `looked for a Vulkan loader (libvulkan.so.1) and found none; install it (Debian: libvulkan1) and the driver of your graphics card; ${DETAILS}`;
  }
  if (!failure.includes('No supported adapters')) return `${failure}; ${DETAILS}`;
  const refused = lines.find((line) => line.startsWith('Warning: '))?.slice('Warning: '.length);
  const found = refused === undefined ? 'no graphics adapter' : `one that was refused (${refused})`;
  return `looked for a graphics adapter with a driver for Vulkan, Metal or Direct3D 12 and found ${found}; install the driver of your graphics card; ${DETAILS}`;
}
