import {
  bytesSource,
  decodeModel,
  findHead,
  gunzip,
  inspectModel,
  parseIdx,
  parseNpy,
  parseTar,
  TemperError,
} from 'temper';
import { readSource, sourceBlocks } from '../../packages/cli/src/predictions/index.ts';
import { UserError } from '../../packages/cli/src/user-error.ts';
import type { InputKind } from './inputs.ts';

/** What reading an input came to. */
export type Outcome = 'read' | 'refused';

/**
 * Reads an input in every way that a command would.
 * @returns Whether it was read, or refused by an error made for users.
 * @throws Whatever else is thrown: a defect.
 */
export async function feed(kind: InputKind, bytes: Uint8Array): Promise<Outcome> {
  let outcome: Outcome = 'read';
  for (const read of readers(kind, bytes)) {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof TemperError || error instanceof UserError)) throw error;
      if (error.message.startsWith('internal:')) throw error;
      outcome = 'refused';
    }
  }
  return outcome;
}

function readers(kind: InputKind, bytes: Uint8Array): (() => unknown)[] {
  switch (kind) {
    case 'npz':
    case 'safetensors':
    case 'csv':
    case 'parquet': {
      const options = { format: kind, where: kind };
      return [
        () => readSource(bytesSource(bytes), options),
        async () => {
          const blocks = sourceBlocks(bytesSource(bytes), options);
          while ((await blocks.next()).done !== true);
        },
      ];
    }
    case 'onnx':
      return [() => decodeModel(bytes), () => findHead(bytes), () => inspectModel(bytes)];
    case 'npy':
      return [() => parseNpy(bytes)];
    case 'idx':
      return [() => parseIdx(bytes)];
    case 'gzip':
      return [() => gunzip(bytes)];
    case 'tar':
      return [() => parseTar(bytes)];
  }
}
