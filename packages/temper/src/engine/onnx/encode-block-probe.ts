import { toBlocks } from '../ops/index.ts';
import { encodeModelProto, OnnxGraphBuilder } from './model-builder.ts';

/** Images that show how a runtime lays out blocks: as many channels as the largest may hold, two pixels. */
export const PROBE_SHAPE = [1, 64, 1, 2];

/** A model that does nothing but put images `x` of that shape into blocks of channels, `y`. */
export function encodeBlockProbe(): Uint8Array {
  const builder = new OnnxGraphBuilder('standard');
  builder.place('Identity', { inputs: [toBlocks(builder, 'x')], outputs: ['y'] });
  const type = { dtype: 'float32', shape: PROBE_SHAPE } as const;
  return encodeModelProto(
    builder.graph('probe', { inputs: [{ name: 'x', ...type }], outputs: [{ name: 'y', ...type }] }),
  );
}
