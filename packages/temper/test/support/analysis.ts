import { readFileSync } from 'node:fs';
import type { Predictions } from '../../src/analysis/calibration/index.ts';
import type { FloatTensor } from '../../src/analysis/statistics/index.ts';
import { Rng } from '../../src/base/index.ts';
import { hostTensor } from '../../src/tensor/index.ts';

/** A float64 matrix from rows of equal length. */
export function matrixOf(rows: readonly (readonly number[])[]): FloatTensor {
  return hostTensor('float64', [rows.length, rows[0]!.length], Float64Array.from(rows.flat()));
}

/** Predictions from one row of logits per label. */
export function predictionsOf(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
): Predictions {
  return { logits: matrixOf(rows), labels: Int32Array.from(labels) };
}

/** Normal logits, with `advantage` added to the label's, times `scale`. */
export function randomPredictions(
  seed: number,
  { count = 60, numClasses = 4, advantage = 1, scale = 1 } = {},
): Predictions {
  const rng = Rng.fromSeed(seed);
  const labels = Array.from({ length: count }, () => rng.integer(numClasses));
  const rows = labels.map((label) =>
    Array.from(
      { length: numClasses },
      (_, k) => scale * (rng.normal() + (k === label ? advantage : 0)),
    ),
  );
  return predictionsOf(rows, labels);
}

/** A golden document of `test/golden`. */
export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
}
