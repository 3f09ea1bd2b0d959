import { type FileHandle, open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ByteSource } from 'temper';
import { UserError } from '../user-error.ts';
import {
  PREDICTION_FORMATS,
  type PredictionFormat,
  readSource,
  sourceBlocks,
} from './read-predictions.ts';
import type { PredictionBlock, PredictionFile } from './prediction-file.ts';

/** The most bytes that the system reads at once. */
const MAX_READ = 2 ** 30;

/** What a file's name says it is. */
function formatOf(path: string): PredictionFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = PREDICTION_FORMATS.find((name) => name === extension);
  if (format !== undefined) return format;
  throw new UserError(
    `expected a file of saved predictions (${PREDICTION_FORMATS.map((name) => `.${name}`).join(', ')}), got '${path}'; save or rename it as one of these`,
  );
}

async function openFile(path: string): Promise<{ handle: FileHandle; source: ByteSource }> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (cause) {
    throw new UserError(
      `expected a file of saved predictions at '${path}', got ${(cause as Error).message}`,
    );
  }
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw new UserError(`expected a file of saved predictions, got '${path}', which is no file`);
  }
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    if (end - start >= 2 ** 32) {
      throw new UserError(
        `${path}: expected a file of less than 4 GiB, got ${end - start} bytes; read it with --stream`,
      );
    }
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length;) {
      const length = Math.min(MAX_READ, bytes.length - at);
      const { bytesRead } = await handle.read(bytes, at, length, start + at);
      if (bytesRead === 0) {
        throw new UserError(
          `${path}: expected ${stats.size} bytes, got fewer: it is being written`,
        );
      }
      at += bytesRead;
    }
    return bytes;
  };
  return { handle, source: { byteLength: stats.size, slice } };
}

/**
 * Reads a file of saved predictions: `.npz`, `.safetensors`, `.parquet` or `.csv`.
 * @throws UserError or TemperError of one line: what was expected and where, what came, what to do.
 */
export async function readPredictionFile(path: string): Promise<PredictionFile> {
  const format = formatOf(path);
  const { handle, source } = await openFile(path);
  try {
    return await readSource(source, { format, where: path });
  } finally {
    await handle.close();
  }
}

/**
 * A file of saved predictions, block by block, in bounded memory. Throws as `readPredictionFile`; what
 * is wrong with a row, when it is reached. What is named logits, and what has no name that says, is
 * judged by its first block.
 */
export async function* predictionBlocks(path: string): AsyncGenerator<PredictionBlock> {
  const format = formatOf(path);
  const { handle, source } = await openFile(path);
  try {
    yield* sourceBlocks(source, { format, where: path });
  } finally {
    await handle.close();
  }
}
