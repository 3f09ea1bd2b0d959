import {
  accuracy,
  confidencesOf,
  type ConfidenceInterval,
  expectedCalibrationError,
  negativeLogLikelihood,
  type Predictions,
  reliabilityDiagram,
  type ReliabilityDiagram,
  type TopLabelConfidences,
} from 'temper';

/** A number and the ends of its 95 % interval, `null` where it is unknown. */
export interface Score {
  readonly value: number;
  readonly interval: Pick<ConfidenceInterval, 'lower' | 'upper'> | null;
}

/** How good predictions are at one temperature. */
export interface Scores {
  readonly temperature: number;
  /** Share of right predictions, with Wilson's interval; no temperature changes it. */
  readonly accuracy: Score;
  /** Mean negative log-likelihood in nats, with mean ± 1.96 standard errors. */
  readonly nll: Score;
  /** Expected calibration error over Temper's 15 bins; its interval takes longer, see `interval`. */
  readonly ece: number;
  readonly diagram: ReliabilityDiagram;
  /** What the error's interval is drawn from. */
  readonly confidences: TopLabelConfidences;
}

/** Two-sided 95 % point of the standard normal distribution. */
const NORMAL_95 = 1.959964;

/** Scores softmax(logits / temperature). */
export function scorePredictions(predictions: Predictions, temperature: number): Scores {
  const { confidences, correct } = confidencesOf(predictions, { temperature });
  const right = accuracy(correct);
  const nll = negativeLogLikelihood(predictions, { temperature });
  const diagram = reliabilityDiagram({ confidences, correct });
  const margin = nll.standardError === null ? null : NORMAL_95 * nll.standardError;
  return {
    temperature,
    accuracy: { value: right.mean, interval: right.interval },
    nll: {
      value: nll.mean,
      interval:
        margin === null
          ? null
          : { lower: Math.max(0, nll.mean - margin), upper: nll.mean + margin },
    },
    ece: expectedCalibrationError(diagram),
    diagram,
    confidences: { confidences, correct },
  };
}
