import { expNonPositive, type FloatTensor, matrixSize } from '../../statistics/index.ts';

/** How sure a model is of each row's prediction, in three ways `[N]`; larger is surer. */
export interface SoftmaxScores {
  /** Log-odds of the greatest probability p, log(p/(1−p)): +∞ for a single class. */
  readonly maxProbability: Float64Array;
  /** Log-odds of the margin m between the two greatest probabilities: −∞ where they are equal. */
  readonly margin: Float64Array;
  /** Minus the entropy of the probabilities in nats: at most 0. */
  readonly negativeEntropy: Float64Array;
}

/**
 * Scores for selective prediction from the probabilities softmax(z).
 *
 * Let d be the second greatest logit minus the greatest, and S = Σ exp(z_k − z_second) over all classes
 * but the greatest. With s = S·exp d the greatest probability is p = 1/(1+s) and the margin
 * m = (1 − exp d)/(1+s); their log-odds are −(d + log S) and log(1 − exp d) − (d + log(S+1)). A score
 * only ranks, and log-odds rank as the values themselves do; but where a probability is rounded to 1,
 * as by float32 for most rows of a saturated model and by float64 from a gap of 37 on, they still tell
 * rows apart. The entropy, log(1+s) − Σ (z_k − z_max)·p_k, adds only terms of one sign.
 * @param logits - `[N, K]`, finite.
 * @throws ShapeError unless the logits are a matrix; ValueRangeError for one that is not finite.
 *
 * References: Hendrycks and Gimpel, A Baseline for Detecting Misclassified and Out-of-Distribution
 * Examples in Neural Networks, ICLR 2017. <https://arxiv.org/abs/1610.02136>
 */
export function softmaxScores(logits: FloatTensor): SoftmaxScores {
  const [count, numClasses] = matrixSize('softmaxScores', 'logits', logits);
  const { data } = logits;
  const maxProbability = new Float64Array(count);
  const margin = new Float64Array(count);
  const negativeEntropy = new Float64Array(count);
  const row = new Float64Array(numClasses);
  for (let n = 0; n < count; n++) {
    // Rows of either width are read from one buffer, which takes half of the time that reading the union does.
    row.set(data.subarray(n * numClasses, (n + 1) * numClasses));
    let [best, top, second] = [0, -Infinity, -Infinity];
    for (let k = 0; k < numClasses; k++) {
      const logit = row[k]!;
      if (logit > top) {
        second = top;
        top = logit;
        best = k;
      } else if (logit > second) second = logit;
    }
    const gap = second - top;
    let [others, weighted] = [0, 0];
    for (let k = 0; k < numClasses; k++) {
      if (k === best) continue;
      const logit = row[k]!;
      const weight = expNonPositive(logit - second);
      others += weight;
      weighted += (logit - top) * weight;
    }
    const scale = Math.exp(gap);
    const total = 1 + others * scale;
    maxProbability[n] = -(gap + Math.log(others));
    margin[n] = Math.log(-Math.expm1(gap)) - (gap + Math.log1p(others));
    negativeEntropy[n] = (weighted * scale) / total - Math.log1p(others * scale);
  }
  return { maxProbability, margin, negativeEntropy };
}
