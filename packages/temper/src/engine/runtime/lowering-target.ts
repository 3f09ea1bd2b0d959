import { hostTensor } from '../../tensor/index.ts';
import type { LoweringTarget } from '../graph/index.ts';
import { encodeBlockProbe, PROBE_SHAPE } from '../onnx/index.ts';
import { type OnnxRuntime, Session, type SessionOptions } from './onnx-runtime.ts';

/**
 * Finds out what a runtime is lowered for: channels are put in blocks if its CPU kernels do so, which is
 * asked by letting it reorder numbered pixels. Runtimes without these kernels (WebAssembly), and sessions
 * on another device, get the standard lowering.
 */
export async function probeLoweringTarget(
  runtime: OnnxRuntime,
  { executionProviders = ['cpu'] }: Pick<SessionOptions, 'executionProviders'> = {},
): Promise<LoweringTarget> {
  if (executionProviders[0] !== 'cpu') return 'standard';
  const session = await Session.create(runtime, encodeBlockProbe()).catch(() => undefined);
  // A runtime that does not know the domain of these kernels refuses the model.
  if (!session) return 'standard';
  try {
    const x = hostTensor(
      'float32',
      PROBE_SHAPE,
      Float32Array.from({ length: 128 }, (_, i) => i),
    );
    const { y } = await session.run({ x });
    // The first pixels of a block's channels come first, then the second pixels: 1 opens those.
    const block = (y!.data as Float32Array).indexOf(1);
    return block > 1 ? { name: 'cpu-blocked', block } : 'standard';
  } finally {
    await session.dispose();
  }
}
