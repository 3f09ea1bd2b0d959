import {
  bootstrapInterval,
  hostTensor,
  type JackknifeEstimate,
  negativeLogLikelihood,
  type Predictions,
  RunningMoments,
  temperBinning,
  type TopLabelConfidences,
} from 'temper';

/** By how much one figure exceeds another, and the 95 % interval of that over examples. */
export interface Difference {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Normal quantile of a 95 % interval. */
export const Z95 = 1.96;

/** Mean of a − b over the same examples, normal interval of the paired differences. */
export function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): Difference {
  const moments = new RunningMoments();
  for (let n = 0; n < a.length; n++) moments.add(a[n]! - b[n]!);
  const { mean, standardError } = moments.estimate();
  return around(mean, standardError ?? Infinity);
}

/**
 * ECE of a − ECE of b on the same test examples, percentile bootstrap: both are computed on the same
 * resamples. Resampling adds to the error of a model that is nearly calibrated, so the interval may
 * lie nearer to 0 than the difference.
 */
export function eceDifference(a: TopLabelConfidences, b: TopLabelConfidences): Difference {
  return resampled(a.correct.length, eceOf(a), eceOf(b));
}

/** Coefficient of variation of a − that of b over the same examples, percentile bootstrap. */
export function variationDifference(a: Float64Array, b: Float64Array): Difference {
  return resampled(a.length, variationOf(a), variationOf(b));
}

/** Difference of two estimates as if from different examples: cautious where they share them. */
export function estimateDifference(a: JackknifeEstimate, b: JackknifeEstimate): Difference {
  return around(a.value - b.value, Math.hypot(a.standardError, b.standardError));
}

/** Loss of every example, −log softmax(z / T)_y in nats `[N]`. */
export function lossesOf({ logits, labels }: Predictions, temperature: number): Float64Array {
  const classes = logits.shape[1]!;
  return Float64Array.from(labels, (label, n) => {
    const row = Float64Array.from(logits.data.subarray(n * classes, (n + 1) * classes));
    const one = {
      logits: hostTensor('float64', [1, classes], row),
      labels: Int32Array.of(label),
    };
    return negativeLogLikelihood(one, { temperature }).mean;
  });
}

/** A statistic of the examples at some indices. */
type Statistic = (indices: Uint32Array) => number;

function resampled(count: number, a: Statistic, b: Statistic): Difference {
  const difference: Statistic = (indices) => a(indices) - b(indices);
  const { lower, upper } = bootstrapInterval(count, difference);
  return { value: difference(Uint32Array.from({ length: count }, (_, n) => n)), lower, upper };
}

/** ECE as Σ_b |Σ_n (correct − confidence)| / N, its bins and terms made once for all resamples. */
function eceOf({ confidences, correct }: TopLabelConfidences): Statistic {
  const { membership, lower } = temperBinning(confidences);
  const terms = Float64Array.from(confidences, (confidence, n) => correct[n]! - confidence);
  const sums = new Float64Array(lower.length);
  return (indices) => {
    sums.fill(0);
    for (const n of indices) sums[membership[n]!]! += terms[n]!;
    return sums.reduce((total, sum) => total + Math.abs(sum), 0) / indices.length;
  };
}

function variationOf(values: Float64Array): Statistic {
  return (indices) => {
    const moments = new RunningMoments();
    for (const n of indices) moments.add(values[n]!);
    return moments.standardDeviation / Math.abs(moments.mean);
  };
}

function around(value: number, standardError: number): Difference {
  const half = Z95 * standardError;
  return { value, lower: value - half, upper: value + half };
}
