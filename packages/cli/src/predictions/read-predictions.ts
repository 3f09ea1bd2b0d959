import { type ByteSource, FormatError, hostTensor } from 'temper';
import { arrayBlocks, type ArrayFormat, arrayPredictions } from './array-predictions.ts';
import type {
  ConfidenceBlock,
  PredictionBlock,
  PredictionFile,
  ScoreBlock,
} from './prediction-file.ts';
import { tableBlocks } from './table-blocks.ts';
import { csvTable, parquetTable } from './tables.ts';

/** The formats of saved predictions, by what their files end in. */
export const PREDICTION_FORMATS = ['npz', 'safetensors', 'parquet', 'csv'] as const;

/** A format of saved predictions. */
export type PredictionFormat = (typeof PREDICTION_FORMATS)[number];

/** What a source is. */
export interface SourceOptions {
  readonly format: PredictionFormat;
  /** To begin an error's message with: the file's name. */
  readonly where: string;
}

function isArrays(format: PredictionFormat): format is ArrayFormat {
  return format === 'npz' || format === 'safetensors';
}

/**
 * The predictions of a source, block by block; what is held does not grow with the file, but for the
 * labels of `.npz` and `.safetensors`.
 * @throws FormatError of one line: what was expected and where, what came, what to do.
 */
export async function* sourceBlocks(
  source: ByteSource,
  { format, where }: SourceOptions,
): AsyncGenerator<PredictionBlock> {
  if (source.byteLength === 0) throw emptyFile(where);
  if (isArrays(format)) yield* arrayBlocks(source, format, where);
  else {
    const table = await (format === 'csv' ? csvTable : parquetTable)(source, where);
    yield* tableBlocks(table, where);
  }
}

function emptyFile(where: string): FormatError {
  return new FormatError(`${where}: expected saved predictions, got an empty file; save it again`);
}

/**
 * Reads all predictions of a source.
 * @throws FormatError as `sourceBlocks`; and if a small file unfolds into far more than its size.
 */
export async function readSource(
  source: ByteSource,
  { format, where }: SourceOptions,
): Promise<PredictionFile> {
  const { byteLength } = source;
  if (byteLength === 0) throw emptyFile(where);
  if (isArrays(format)) {
    return arrayPredictions(await source.slice(0, byteLength), format, where);
  }
  const scored: ScoreBlock[] = [];
  const confident: ConfidenceBlock[] = [];
  let held = 0;
  for await (const block of sourceBlocks(source, { format, where })) {
    if (block.kind === 'confidences') {
      confident.push(block);
      held += 17 * block.labels.length;
    } else {
      scored.push(block);
      held += block.scores.byteLength + block.labels.byteLength;
    }
    // A run of equal values takes a few bytes however long it is.
    if (held > MAX_UNFOLDING * byteLength + SMALL) {
      throw new FormatError(
        `${where}: expected at most ${MAX_UNFOLDING} times the file's ${byteLength} bytes in memory, got more (columns of equal values); read it with --stream`,
      );
    }
  }
  return confident.length > 0 ? joinConfidences(confident) : joinScores(scored);
}

/** Bytes in memory per byte of a file, above `SMALL`. */
const MAX_UNFOLDING = 1032;
const SMALL = 1 << 26;

function joinScores(blocks: readonly ScoreBlock[]): PredictionFile {
  const [{ kind, numClasses, classNames, scores: first }] = blocks as [ScoreBlock];
  const labels = joinInto(
    Int32Array,
    blocks.map((block) => block.labels),
  );
  const parts = blocks.map((block) => block.scores);
  const shape = [labels.length, numClasses];
  const scores =
    first instanceof Float32Array
      ? hostTensor('float32', shape, joinInto(Float32Array, parts))
      : hostTensor('float64', shape, joinInto(Float64Array, parts));
  return { kind, scores, labels, classNames };
}

function joinConfidences(blocks: readonly ConfidenceBlock[]): PredictionFile {
  return {
    kind: 'confidences',
    confidences: joinInto(
      Float64Array,
      blocks.map(({ confidences }) => confidences),
    ),
    correct: joinInto(
      Uint8Array,
      blocks.map(({ correct }) => correct),
    ),
    predicted: joinInto(
      Int32Array,
      blocks.map(({ predicted }) => predicted),
    ),
    labels: joinInto(
      Int32Array,
      blocks.map(({ labels }) => labels),
    ),
    classNames: blocks.at(-1)!.classNames,
  };
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

function joinInto<T extends Numbers>(
  Kind: new (length: number) => T,
  parts: readonly Numbers[],
): T {
  const joined = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
