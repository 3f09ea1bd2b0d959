import {
  accuracy,
  brierScore,
  calibrationErrorInterval,
  confidencesOf,
  expectedCalibrationError,
  fitTemperature,
  maximumCalibrationError,
  negativeLogLikelihood,
  type Predictions,
  reliabilityDiagram,
  type ReliabilityDiagram,
  rootMeanSquareCalibrationError,
  type TemperatureScaling,
} from '../analysis/calibration/index.ts';
import {
  clusterGeometry,
  type ClusterGeometry,
  type Head,
  logitGap,
  type LogitGap,
  logitGapsOf,
  templateDistances,
  type TemplateDistances,
} from '../analysis/penultimate/index.ts';
import {
  type ConfidenceInterval,
  histogram,
  type Histogram,
} from '../analysis/statistics/index.ts';
import type { HostTensor } from '../tensor/index.ts';

/** What a trained classifier makes of one split. */
export interface SplitPredictions extends Predictions {
  readonly logits: HostTensor<'float32'>;
  /** Activations of the first M examples, `[M, D]`, M ≤ N. */
  readonly penultimate: HostTensor<'float32'>;
}

/** The parts a data set is divided into. */
export type SplitName = 'train' | 'validation' | 'test';

/** What a trained classifier makes of a data set, and its last layer. */
export interface TrialPredictions {
  readonly splits: Readonly<Record<SplitName, SplitPredictions>>;
  readonly head: Head;
}

/** How good and how calibrated predictions are, at one temperature. */
export interface PredictionScores {
  /** Share of correct predictions, with its 95 % interval. */
  readonly accuracy: number;
  readonly accuracyInterval: ConfidenceInterval;
  /** Mean negative log-likelihood in nats, unsmoothed. */
  readonly nll: number;
  readonly nllStandardError: number | null;
  /** Mean Brier score, summed over classes. */
  readonly brier: number;
  readonly brierStandardError: number | null;
  readonly calibration: CalibrationScores;
}

/** Calibration of the predicted class, under the convention that `diagram` names. */
export interface CalibrationScores {
  /** Expected calibration error, a fraction. */
  readonly ece: number;
  readonly eceInterval: ConfidenceInterval;
  readonly rmsce: number;
  readonly mce: number;
  readonly diagram: ReliabilityDiagram;
}

/** The gap between the correct logit and the others on one split. */
export interface SplitLogitGap extends LogitGap {
  readonly split: SplitName;
  readonly histogram: Histogram;
}

/** Clusters of the penultimate layer on one split. */
export interface SplitGeometry {
  /** Examples looked at. */
  readonly count: number;
  readonly clusters: ClusterGeometry;
  readonly templates: TemplateDistances;
}

/** Everything measured of a trial. Plain JSON. */
export interface TrialAnalysis extends PredictionScores {
  /** The split the figures at the top are of. */
  readonly split: 'test';
  /** The same scores at the temperature fitted on the validation split. */
  readonly temperatureScaling: Omit<TemperatureScaling, 'nllBefore' | 'nllAfter'> & {
    readonly fittedOn: 'validation';
    readonly scores: PredictionScores;
  };
  /** On the training split, evaluated without dropout or augmentation. */
  readonly logitGap: SplitLogitGap;
  readonly splits: Readonly<
    Record<SplitName, PredictionScores & { readonly logitGap: SplitLogitGap }>
  >;
  readonly geometry: Readonly<Record<SplitName, SplitGeometry>>;
}

/** Accuracy, NLL, Brier score and calibration of predictions at a temperature. */
export function scorePredictions(predictions: Predictions, temperature = 1): PredictionScores {
  const confidences = confidencesOf(predictions, { temperature });
  const share = accuracy(confidences.correct);
  const nll = negativeLogLikelihood(predictions, { temperature });
  const brier = brierScore(predictions, { temperature });
  const diagram = reliabilityDiagram(confidences);
  return {
    accuracy: share.mean,
    accuracyInterval: share.interval,
    nll: nll.mean,
    nllStandardError: nll.standardError,
    brier: brier.mean,
    brierStandardError: brier.standardError,
    calibration: {
      ece: expectedCalibrationError(diagram),
      eceInterval: calibrationErrorInterval(confidences),
      rmsce: rootMeanSquareCalibrationError(diagram),
      mce: maximumCalibrationError(diagram),
      diagram,
    },
  };
}

/**
 * Measures a trained classifier: scores on every split, temperature scaling fitted on validation and
 * judged on test, the logit gap against its optimum, and the clusters of the penultimate layer.
 *
 * @param options.alpha - The smoothing weight it was trained with.
 */
export function analyseTrial(
  { splits, head }: TrialPredictions,
  { alpha }: { readonly alpha: number },
): TrialAnalysis {
  const { nllBefore: _before, nllAfter: _after, ...fit } = fitTemperature(splits.validation);
  const scored = mapSplits((split) => ({
    ...scorePredictions(splits[split]),
    logitGap: gapOf(split, splits[split], alpha),
  }));
  const { logitGap: _testGap, ...test } = scored.test;
  return {
    split: 'test',
    ...test,
    temperatureScaling: {
      ...fit,
      fittedOn: 'validation',
      scores: scorePredictions(splits.test, fit.temperature),
    },
    logitGap: scored.train.logitGap,
    splits: scored,
    geometry: mapSplits((split) => geometryOf(splits[split], head)),
  };
}

function mapSplits<T>(measure: (split: SplitName) => T): Record<SplitName, T> {
  return { train: measure('train'), validation: measure('validation'), test: measure('test') };
}

function gapOf(split: SplitName, predictions: Predictions, alpha: number): SplitLogitGap {
  return {
    split,
    ...logitGap(predictions, { alpha }),
    histogram: histogram(logitGapsOf(predictions), { numBins: 60 }),
  };
}

function geometryOf({ penultimate, labels }: SplitPredictions, head: Head): SplitGeometry {
  const count = penultimate.shape[0]!;
  const activations = { penultimate, labels: labels.subarray(0, count) };
  return {
    count,
    clusters: clusterGeometry(activations, { numClasses: head.templates.shape[0]! }),
    templates: templateDistances(head, activations),
  };
}
