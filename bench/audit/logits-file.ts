import { writeFile } from 'node:fs/promises';
import { encodeNpz, type HostTensor, hostTensor, Rng } from 'temper';

/** How many predictions are saved, of how many classes. */
export interface LogitsFileSize {
  readonly count: number;
  readonly numClasses: number;
}

/** How far the label's noise is shifted: right on about seven rows of ten with 1,000 classes. */
const SHIFT = 4;
/** What the logits are too large by, and so the temperature that mends them. */
const OVERCONFIDENCE = 1.5;

/**
 * Saves float32 logits and their labels as `numpy.savez` does, uncompressed.
 *
 * x_k is noise, shifted by 4 where k is the label; 4·x then are the calibrated logits, as the log-likelihood
 * ratio of two unit normals 4 apart is 4x − 8. Saved are those times 1.5.
 */
export async function writeLogitsFile(
  path: string,
  { count, numClasses }: LogitsFileSize,
): Promise<void> {
  const rng = Rng.fromSeed(0);
  const logits = new Float32Array(count * numClasses);
  const labels = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const start = n * numClasses;
    for (let k = 0; k < numClasses; k++) logits[start + k] = OVERCONFIDENCE * SHIFT * rng.normal();
    const label = rng.integer(numClasses);
    labels[n] = label;
    logits[start + label]! += OVERCONFIDENCE * SHIFT * SHIFT;
  }
  const arrays = new Map<string, HostTensor>([
    ['logits', hostTensor('float32', [count, numClasses], logits)],
    ['labels', hostTensor('int32', [count], labels)],
  ]);
  await writeFile(path, encodeNpz(arrays));
}
