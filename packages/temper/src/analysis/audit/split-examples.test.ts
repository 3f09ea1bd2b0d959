import { describe, expect, it } from 'vitest';
import { hostTensor } from '../../tensor/index.ts';
import type { Predictions } from '../calibration/index.ts';
import { type FitAndJudge, splitExamples, takeExamples } from './split-examples.ts';

/** Row n holds n and −n, and has label n. */
function numbered(count: number): Predictions {
  const data = Float32Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? i / 2 : (1 - i) / 2,
  );
  return {
    logits: hostTensor('float32', [count, 2], data),
    labels: Int32Array.from({ length: count }, (_, n) => n),
  };
}

/** Both parts as predictions of their own. */
function partsOf({ fit, whole, judgeRows }: FitAndJudge): { fit: Predictions; judge: Predictions } {
  return { fit, judge: takeExamples(whole, judgeRows) };
}

describe('splitExamples', () => {
  it('gives every example to one part, with its own label', () => {
    const { fit, judge } = partsOf(splitExamples(numbered(101), { fraction: 0.3, seed: 4 }));
    expect([fit.labels.length, judge.labels.length]).toEqual([30, 71]);
    expect([...fit.labels, ...judge.labels].sort((a, b) => a - b)).toEqual([
      ...numbered(101).labels,
    ]);
    for (const { logits, labels } of [fit, judge]) {
      expect(logits.shape).toEqual([labels.length, 2]);
      labels.forEach((label, i) => {
        expect([logits.data[2 * i], logits.data[2 * i + 1]]).toEqual([label, 0 - label]);
      });
      expect([...labels]).toEqual([...labels].sort((a, b) => a - b));
    }
  });

  it('depends on the seed alone', () => {
    const labelsOf = (seed: number) => splitExamples(numbered(50), { seed }).fit.labels;
    expect(labelsOf(1)).toEqual(labelsOf(1));
    expect(labelsOf(1)).not.toEqual(labelsOf(2));
  });

  it('leaves an example to each part, and refuses one alone', () => {
    const { fit, judge } = partsOf(splitExamples(numbered(2), { fraction: 0.01 }));
    expect([fit.labels.length, judge.labels.length]).toEqual([1, 1]);
    expect(() => splitExamples(numbered(1))).toThrow(/at least 2 examples, got 1/);
  });
});
