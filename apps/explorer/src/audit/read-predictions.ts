import {
  type Activations,
  type FloatTensor,
  FormatError,
  formatShape,
  type Head,
  type HostTensor,
  looksLikeProbabilities,
  matrixSize,
  parseNpz,
  type Predictions,
  predictionsSize,
  TemperError,
} from 'temper';

/** The penultimate layer of a predictions file: its head, and activations of the first examples. */
interface PenultimateLayer {
  readonly head: Head;
  readonly activations: Activations;
}

/** What a predictions file holds. */
export interface PredictionsFile {
  readonly predictions: Predictions;
  /** N. */
  readonly count: number;
  /** K, at least 2. */
  readonly numClasses: number;
  /** `null` where the file lacks `penultimate` or `templates`. */
  readonly layer: PenultimateLayer | null;
}

/**
 * Reads predictions as a run writes them: `logits` `[N, K]` and `labels` `[N]`; and, for a projection,
 * `penultimate` `[M, D]` of the first M examples, `templates` `[K, D]` and, where the head has one,
 * `bias` `[K]`. Numbers may be float32 or float64, labels integers of any width; other arrays are
 * passed over.
 * @param name - The file's name, to begin an error's message with.
 * @throws TemperError whose message is one line: what was expected, what came, what to do.
 */
export function readPredictions(bytes: Uint8Array, name: string): PredictionsFile {
  if (!startsLikeZip(bytes)) {
    throw new FormatError(
      `${name}: expected a .npz file (a zip archive of NumPy arrays), got ${bytes.length === 0 ? 'an empty file' : 'something else'}; choose the predictions-*.npz file of a run`,
    );
  }
  const arrays = parseNpz(bytes, name);
  const logits = floatArray(arrays, 'logits', name);
  const labels = arrays.get('labels');
  if (logits === undefined || labels === undefined) {
    const found = [...arrays.keys()].join(', ') || 'none';
    throw new FormatError(
      `${name}: expected arrays logits and labels, got ${found}; open the predictions file of a run, or one saved by numpy.savez(path, logits=…, labels=…)`,
    );
  }
  const [, numClasses = 0] = logits.shape;
  if (logits.shape.length !== 2 || numClasses < 2) {
    throw new FormatError(
      `${name}: expected logits to be a matrix [examples, classes] with at least 2 classes, got shape ${formatShape(logits.shape)}; save one row of logits per example`,
    );
  }
  const predictions = { logits, labels: integersOf(labels, numClasses, name) };
  const [count] = withRemedy(() => predictionsSize(name, predictions));
  if (looksLikeProbabilities(logits)) {
    throw new FormatError(
      `${name}: expected logits, got probabilities (no entry is negative and every row sums to 1); save what goes into the softmax, or the logarithm of what comes out`,
    );
  }
  return { predictions, count, numClasses, layer: readLayer(arrays, predictions, name) };
}

/** An archive begins with the signature of its first entry or, when empty, of its end: PK. */
function startsLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function floatArray(
  arrays: ReadonlyMap<string, HostTensor>,
  key: string,
  name: string,
): FloatTensor | undefined {
  const array = arrays.get(key);
  if (array === undefined || array.dtype === 'float32' || array.dtype === 'float64') {
    return array as FloatTensor | undefined;
  }
  throw new FormatError(
    `${name}: expected ${key} to be float32 or float64, got ${array.dtype}; save ${key}.astype('<f4')`,
  );
}

/** Labels of any integer type, NumPy's default int64 among them, once they are known to be classes. */
function integersOf(labels: HostTensor, numClasses: number, name: string): Int32Array {
  const { dtype, shape, data } = labels;
  if ((dtype !== 'int32' && dtype !== 'int64' && dtype !== 'uint8') || shape.length !== 1) {
    throw new FormatError(
      `${name}: expected labels to be one integer per example, got ${dtype} of shape ${formatShape(shape)}; save class numbers [examples] as labels.astype('<i4')`,
    );
  }
  return Int32Array.from(data as ArrayLike<number | bigint>, (value, row) => {
    const label = Number(value);
    if (label >= 0 && label < numClasses) return label;
    throw new FormatError(
      `${name}: expected labels in [0, ${numClasses}), one for each column of logits, got ${label} at row ${row}; leave such rows out or count classes from 0`,
    );
  });
}

function readLayer(
  arrays: ReadonlyMap<string, HostTensor>,
  { labels }: Predictions,
  name: string,
): PenultimateLayer | null {
  const penultimate = floatArray(arrays, 'penultimate', name);
  const templates = floatArray(arrays, 'templates', name);
  const bias = floatArray(arrays, 'bias', name);
  if (penultimate === undefined || templates === undefined) return null;
  const [rows, width] = withRemedy(() => matrixSize(name, 'penultimate', penultimate));
  withRemedy(() => matrixSize(name, 'templates', templates));
  const numClasses = arrays.get('logits')!.shape[1]!;
  const fits =
    rows <= labels.length &&
    templates.shape[0] === numClasses &&
    templates.shape[1] === width &&
    (bias === undefined || bias.data.length === numClasses);
  if (!fits) {
    const biasShape = bias === undefined ? '' : ` and bias ${formatShape(bias.shape)}`;
    throw new FormatError(
      `${name}: expected penultimate [at most ${labels.length}, D], templates [${numClasses}, D] and bias [${numClasses}], got penultimate ${formatShape(penultimate.shape)}, templates ${formatShape(templates.shape)}${biasShape}; save all of them from one model, or leave them out`,
    );
  }
  return {
    head: { templates, bias },
    activations: { penultimate, labels: labels.subarray(0, rows) },
  };
}

/** Ends the message of a library check, which knows no file, with what to do about the file. */
function withRemedy<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (!(cause instanceof TemperError)) throw cause;
    throw new FormatError(`${cause.message}; correct the array and save the file again`, { cause });
  }
}
