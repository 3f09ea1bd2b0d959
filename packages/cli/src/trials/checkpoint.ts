import { readFile } from 'node:fs/promises';
import { encodeSafetensors, FormatError, type NamedHostTensors, parseSafetensors } from 'temper';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { UserError } from '../user-error.ts';

/** What the sums of an epoch in progress are, so that a resumed epoch ends with the same means. */
export interface EpochSums {
  readonly steps: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** Where a run stands. */
export interface CheckpointPosition {
  /** Hash of the config the checkpoint belongs to. */
  readonly trial: string;
  /** Steps done. */
  readonly step: number;
  readonly sums: EpochSums;
  /** The best validation accuracy so far and the first epoch that reached it. */
  readonly best: { readonly epoch: number; readonly accuracy: number } | null;
}

/** Parameters, optimiser state, and the position they belong to. */
export interface Checkpoint {
  readonly position: CheckpointPosition;
  readonly state: NamedHostTensors;
}

const KEY = 'temper.position';

/** Writes a checkpoint as safetensors, whole or not at all. */
export async function saveCheckpoint(path: string, { position, state }: Checkpoint): Promise<void> {
  const bytes = encodeSafetensors({
    tensors: new Map(Object.entries(state)),
    metadata: new Map([[KEY, JSON.stringify(position)]]),
  });
  await writeFileAtomically(path, bytes);
}

/**
 * Reads a checkpoint; undefined if there is none.
 * @throws UserError if the file is damaged or belongs to another config.
 */
export async function loadCheckpoint(path: string, trial: string): Promise<Checkpoint | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const remedy = 'delete it to start the run again';
  let parsed: ReturnType<typeof parseSafetensors>;
  try {
    parsed = parseSafetensors(bytes, 'safetensors');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new UserError(
      `${path}: expected a whole checkpoint, got a damaged one (${error.message}); ${remedy}`,
      { cause: error },
    );
  }
  const text = parsed.metadata.get(KEY);
  if (text === undefined) {
    throw new UserError(
      `${path}: expected a Temper checkpoint, got safetensors without a position; ${remedy}`,
    );
  }
  const position = JSON.parse(text) as CheckpointPosition;
  if (position.trial !== trial) {
    throw new UserError(
      `${path}: expected a checkpoint of trial ${trial}, got one of ${position.trial}; ${remedy}`,
    );
  }
  return { position, state: Object.fromEntries(parsed.tensors) };
}
