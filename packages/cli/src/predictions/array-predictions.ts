import {
  type ByteSource,
  bytesSource,
  type FloatTensor,
  FormatError,
  formatShape,
  type HostTensor,
  hostTensor,
  npzNames,
  openNpz,
  openSafetensors,
  parseNpz,
  parseSafetensors,
  rowBlocks,
  type Shape,
  type StoredArray,
} from 'temper';
import { LabelReader } from './label-reader.ts';
import type { ScoreBlock, ScoredPredictions, ScoreKind } from './prediction-file.ts';
import { checkScores } from './score-check.ts';

/** The formats that hold named arrays. */
export type ArrayFormat = 'npz' | 'safetensors';

const SCORES = ['logits', 'probabilities'] as const;
const LAYER = ['penultimate', 'templates', 'bias'] as const;

/**
 * The predictions of a file of arrays: `logits` or `probabilities` `[N, K]`, `labels` `[N]`, and, where
 * there are, `penultimate`, `templates` and `bias`.
 * @throws FormatError naming the array, row and column at fault.
 */
export async function arrayPredictions(
  bytes: Uint8Array,
  format: ArrayFormat,
  where: string,
): Promise<ScoredPredictions> {
  const arrays =
    format === 'npz'
      ? parseNpz(bytes, where, { names: [...SCORES, 'labels', ...LAYER], share: true })
      : parseSafetensors(bytes, where).tensors;
  const names = (): Promise<readonly string[]> =>
    format === 'npz' ? npzNames(bytesSource(bytes), where) : Promise.resolve([...arrays.keys()]);
  const [kind, stored, storedLabels] = await required(where, arrays, names);
  const [count, numClasses] = matrixSize(where, kind, stored.shape);
  const scores = floats(where, kind, stored);
  checkScores(where, { scores: scores.data, numClasses, ...arrayNames(0) }, kind);
  const labels = readLabels(where, storedLabels, { count, numClasses });
  const layer = readLayer(where, arrays, { count, numClasses });
  return { kind, scores, labels, ...layer };
}

/** How rows and columns of arrays are named. */
function arrayNames(firstRow: number): {
  rowName: (row: number) => string;
  columnName: (column: number) => string;
} {
  return { rowName: (row) => `row ${firstRow + row}`, columnName: String };
}

/** The scores and the labels, or what is missing. */
async function required<T>(
  where: string,
  arrays: ReadonlyMap<string, T>,
  names: () => Promise<readonly string[]>,
): Promise<[ScoreKind, T, T]> {
  const kind = SCORES.find((name) => arrays.has(name));
  const labels = arrays.get('labels');
  if (kind !== undefined && labels !== undefined) return [kind, arrays.get(kind)!, labels];
  const found = await names();
  throw new FormatError(
    `${where}: expected arrays labels and logits (or probabilities), got ${found.length === 0 ? 'none' : found.slice(0, 20).join(', ')}; save them under these names`,
  );
}

function matrixSize(where: string, kind: ScoreKind, shape: Shape): [number, number] {
  const [count = 0, numClasses = 0] = shape;
  if (shape.length === 2 && count > 0 && numClasses > 1) return [count, numClasses];
  throw new FormatError(
    `${where}: expected ${kind} to be a matrix [examples, classes] of at least one row and 2 classes, got shape ${formatShape(shape)}; save one row of scores per example`,
  );
}

/** Floating-point numbers; integers become doubles. */
function floats(where: string, name: string, array: HostTensor): FloatTensor {
  const { dtype, shape, data } = array;
  if (dtype === 'float32' || dtype === 'float64') return array as FloatTensor;
  if (dtype === 'int32' || dtype === 'uint8') {
    return hostTensor('float64', shape, Float64Array.from(data as Int32Array | Uint8Array));
  }
  throw new FormatError(
    `${where}: expected ${name} to be floating-point numbers, got ${dtype}; save ${name}.astype('float32')`,
  );
}

interface Counts {
  readonly count: number;
  readonly numClasses: number;
}

function readLabels(where: string, array: HostTensor, { count, numClasses }: Counts): Int32Array {
  const { shape, data } = array;
  if (shape.length !== 1 || shape[0] !== count) {
    throw new FormatError(
      `${where}: expected labels [${count}], one for each row of scores, got shape ${formatShape(shape)}; save one class number per example`,
    );
  }
  const reader = new LabelReader(`${where}, array labels`, numClasses);
  return reader.read({
    rows: count,
    number: (row) => Number(data[row]!),
    text: () => 'NaN',
    rowName: (row) => `row ${row}`,
  });
}

function readLayer(
  where: string,
  arrays: ReadonlyMap<string, HostTensor>,
  { count, numClasses }: Counts,
): Pick<ScoredPredictions, (typeof LAYER)[number]> {
  const [penultimate, templates, bias] = LAYER.map((name) => {
    const array = arrays.get(name);
    return array === undefined ? undefined : floats(where, name, array);
  });
  const wrong = (name: string, expected: string, { shape }: HostTensor): FormatError =>
    new FormatError(
      `${where}: expected ${name} ${expected}, got shape ${formatShape(shape)}; save all arrays from one model, or leave it out`,
    );
  const width = penultimate?.shape[1] ?? templates?.shape[1] ?? 0;
  if (penultimate && (penultimate.shape.length !== 2 || penultimate.shape[0]! > count)) {
    throw wrong('penultimate', `[at most ${count}, features]`, penultimate);
  }
  if (
    templates &&
    (templates.shape.length !== 2 ||
      templates.shape[0] !== numClasses ||
      templates.shape[1] !== width)
  ) {
    throw wrong('templates', `[${numClasses}, ${width}]`, templates);
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== numClasses)) {
    throw wrong('bias', `[${numClasses}]`, bias);
  }
  for (const [index, array] of [penultimate, templates, bias].entries()) {
    const at = array?.data.findIndex((value) => !Number.isFinite(value)) ?? -1;
    if (at >= 0) {
      throw new FormatError(
        `${where}: expected ${LAYER[index]!} to be finite, got ${array!.data[at]!} at element ${at}`,
      );
    }
  }
  return { penultimate, templates, bias };
}

/**
 * The predictions of a file of arrays, block by block; labels are held whole.
 * @throws FormatError as `arrayPredictions`; what is wrong with a row, when it is reached.
 */
export async function* arrayBlocks(
  source: ByteSource,
  format: ArrayFormat,
  where: string,
): AsyncGenerator<ScoreBlock> {
  const arrays: ReadonlyMap<string, StoredArray & { readonly fortranOrder?: boolean }> =
    format === 'npz'
      ? await openNpz(source, where, { names: [...SCORES, 'labels'] })
      : await openSafetensors(source, where);
  const names = (): Promise<readonly string[]> =>
    format === 'npz' ? npzNames(source, where) : Promise.resolve([...arrays.keys()]);
  const [kind, stored, storedLabels] = await required(where, arrays, names);
  const [count, numClasses] = matrixSize(where, kind, stored.shape);
  if (stored.fortranOrder === true) {
    throw new FormatError(
      `${where}: expected ${kind} in row-major order, got Fortran order, which cannot be read row by row; save numpy.ascontiguousarray(${kind}), or read it whole`,
    );
  }
  const labels = await wholeLabels(where, storedLabels, { count, numClasses });
  let firstRow = 0;
  for await (const block of rowBlocks(stored, `${where}, array ${kind}`)) {
    const { data } = floats(where, kind, block);
    const rows = data.length / numClasses;
    const isLaterLogits = kind === 'logits' && firstRow > 0;
    const named = { scores: data, numClasses, ...arrayNames(firstRow) };
    checkScores(where, named, isLaterLogits ? undefined : kind);
    yield {
      kind,
      numClasses,
      firstRow,
      scores: data,
      labels: labels.subarray(firstRow, firstRow + rows),
    };
    firstRow += rows;
  }
}

async function wholeLabels(
  where: string,
  stored: StoredArray,
  counts: Counts,
): Promise<Int32Array> {
  const { shape } = stored;
  const parts: HostTensor[] = [];
  for await (const block of rowBlocks(stored, `${where}, array labels`)) parts.push(block);
  const data = new Float64Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) for (const value of part.data) data[at++] = Number(value);
  return readLabels(where, hostTensor('float64', shape, data), counts);
}
