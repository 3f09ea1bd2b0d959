import { type ExampleScores, temperBinning } from '../analysis/calibration/index.ts';
import {
  bootstrapInterval,
  type ConfidenceInterval,
  estimateOf,
  normalInterval,
} from '../analysis/statistics/index.ts';

/** Figures of predictions that can be compared over examples. */
export type ExampleFigure = 'accuracy' | 'nll' | 'ece';

/**
 * 95 % interval of a figure of `a` less that of `b`, two models on the same examples: normal over the
 * paired differences of accuracy and NLL; for the ECE (15 bins) a bootstrap that computes both on the same
 * resamples. Resampling adds to the ECE of a model that is nearly calibrated and hardly to that of one
 * which is not, so that the basic interval is taken, which undoes it.
 * @returns `null` where a single example leaves it unknown.
 */
export function exampleDifference(
  figure: ExampleFigure,
  a: ExampleScores,
  b: ExampleScores,
): ConfidenceInterval | null {
  if (figure === 'ece') {
    const [ofA, ofB] = [calibrationErrorAt(a), calibrationErrorAt(b)];
    return bootstrapInterval(a.correct.length, (indices) => ofA(indices) - ofB(indices), {
      method: 'basic',
    });
  }
  const values = figure === 'nll' ? 'nll' : 'correct';
  const of = a[values];
  return normalInterval(estimateOf(Float64Array.from(of, (value, n) => value - b[values][n]!)));
}

/** ECE of the examples at some indices, as Σ_b |Σ_n (correct − confidence)| / N. */
function calibrationErrorAt({
  confidences,
  correct,
}: ExampleScores): (indices: Uint32Array) => number {
  const { membership, lower } = temperBinning(confidences);
  const terms = Float64Array.from(confidences, (confidence, n) => correct[n]! - confidence);
  const sums = new Float64Array(lower.length);
  return (indices) => {
    sums.fill(0);
    for (const n of indices) sums[membership[n]!]! += terms[n]!;
    return sums.reduce((total, sum) => total + Math.abs(sum), 0) / indices.length;
  };
}
