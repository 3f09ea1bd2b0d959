import { describe, expect, it } from 'vitest';
import { hostTensor } from '../../tensor/index.ts';
import type { AuditedPredictions } from './audit-predictions.ts';
import { PredictionSample } from './prediction-sample.ts';
import { splitExamples } from './split-examples.ts';

/** Rows `from` to `to`; row n holds n and −n, and has label n mod 2. */
function numbered(from: number, to: number): AuditedPredictions {
  const data = Float64Array.from({ length: 2 * (to - from) }, (_, i) =>
    i % 2 === 0 ? from + i / 2 : -(from + (i - 1) / 2),
  );
  return {
    kind: 'logits',
    scores: hostTensor('float64', [to - from, 2], data),
    labels: Int32Array.from({ length: to - from }, (_, n) => (from + n) % 2),
  };
}

function sampleOf(count: number, capacity: number, { seed = 0, block = count } = {}) {
  const sample = new PredictionSample({ capacity, seed });
  for (let row = 0; row < count; row += block) {
    sample.add(numbered(row, Math.min(row + block, count)));
  }
  return sample;
}

/** Which rows a sample holds, by what they hold. */
function rowsOf(sample: PredictionSample): number[] {
  const { logits, labels } = sample.predictions();
  return Array.from(labels, (label, n) => {
    const row = logits.data[2 * n]!;
    expect([logits.data[2 * n + 1]! + row, label]).toEqual([0, row % 2]);
    return row;
  });
}

describe('PredictionSample', () => {
  it('keeps whole rows, with their own labels, the same ones in whatever blocks they come', () => {
    const rows = rowsOf(sampleOf(100, 20));
    expect(new Set(rows).size).toBe(20);
    expect(rowsOf(sampleOf(100, 20, { block: 7 }))).toEqual(rows);
    expect(rowsOf(sampleOf(100, 20, { seed: 1 }))).not.toEqual(rows);
  });

  it('keeps every row as often as any other', () => {
    const kept = new Float64Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      for (const row of rowsOf(sampleOf(10, 4, { seed }))) kept[row]! += 1;
    }
    // 800 times expected; five standard deviations of 2,000 draws at 0.4 are 110.
    for (const times of kept) expect(Math.abs(times - 800)).toBeLessThan(110);
  });

  it('fits on the rows of splitExamples while it holds them all', () => {
    const { scores, labels } = numbered(0, 50);
    const options = { fraction: 0.3, seed: 6 };
    const split = splitExamples({ logits: scores, labels }, options);
    const rows = sampleOf(50, 50, { seed: 6 }).fittingRows({ kind: 'split', fraction: 0.3 })!;
    expect(rows.fit).toEqual(split.fit);
    expect([...rows.held].sort((a, b) => a - b)).toEqual(
      [...labels.keys()].filter((row) => !split.judgeRows.includes(row)),
    );
  });

  it('fits on no more rows than it holds, and on all of them in-sample', () => {
    const sample = sampleOf(1000, 40);
    const split = sample.fittingRows({ kind: 'split', fraction: 0.5 })!;
    expect([split.fit.labels.length, split.held.size]).toEqual([40, 40]);
    expect([...split.held].sort((a, b) => a - b)).toEqual(rowsOf(sample).sort((a, b) => a - b));
    const few = sample.fittingRows({ kind: 'split', fraction: 0.01 })!;
    expect(few.fit.labels.length).toBe(10);
    expect([...few.held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, n) => few.fit.logits.data[2 * n]!).sort((a, b) => a - b),
    );
    const all = sample.fittingRows({ kind: 'in-sample' })!;
    expect([all.fit.labels.length, all.held.size]).toEqual([40, 0]);
  });

  it('does not let one row fit and judge', () => {
    expect(sampleOf(1, 5).fittingRows({ kind: 'split', fraction: 0.5 })).toBeNull();
    expect(() => new PredictionSample({ capacity: 5 }).predictions()).toThrow('at least one row');
  });
});
