import {
  assertFiniteTensors,
  type ClassificationSplit,
  confidencesOf,
  type Evaluator,
  expectedCalibrationError,
  type ImagePipeline,
  logitGap,
  type NamedHostTensors,
  negativeLogLikelihood,
  type Predictions,
  reliabilityDiagram,
  selectExamples,
} from 'temper';
import { evaluateSplit } from './evaluate-split.ts';
import type { TrialData } from './trial-data.ts';
import type { EpochRow } from './trial-events.ts';

/** Training examples whose logit gap is followed over the epochs. */
const FOLLOWED = 2000;

/** What a model is measured on after each epoch. */
export interface FollowedExamples {
  readonly validation: ClassificationSplit;
  /** The first training examples. */
  readonly training: ClassificationSplit;
}

/** The examples to follow a run by. */
export function followedExamples({ splits }: TrialData): FollowedExamples {
  const length = Math.min(FOLLOWED, splits.train.labels.length);
  const training = selectExamples(
    splits.train,
    Uint32Array.from({ length }, (_, i) => i),
  );
  return { validation: splits.validation, training };
}

/** What a model is measured with: parameters, and how images come to it. */
interface EpochState {
  readonly state: NamedHostTensors;
  readonly pipeline: ImagePipeline;
  /** α of the run. */
  readonly labelSmoothing: number;
  /** Steps done. */
  readonly step: number;
}

/**
 * Measures a model as it stands.
 * @throws NotFiniteError if it computes what is not finite.
 */
export async function evaluateEpoch(
  evaluator: Evaluator,
  examples: FollowedExamples,
  { state, pipeline, labelSmoothing, step }: EpochState,
): Promise<Pick<EpochRow, 'validation' | 'logitGap'>> {
  const predict = async (split: ClassificationSplit): Promise<Predictions> => {
    const { logits } = await evaluateSplit(evaluator, state, {
      split,
      pipeline,
      penultimateLimit: 0,
    });
    assertFiniteTensors({ logits }, step);
    return { logits, labels: split.labels };
  };
  const predictions = await predict(examples.validation);
  const confidences = confidencesOf(predictions);
  const correct = confidences.correct.reduce((sum, hit) => sum + hit, 0);
  const gap = logitGap(await predict(examples.training), { alpha: labelSmoothing });
  return {
    validation: {
      accuracy: correct / confidences.correct.length,
      nll: negativeLogLikelihood(predictions).mean,
      ece: expectedCalibrationError(reliabilityDiagram(confidences)),
    },
    logitGap: { mean: gap.mean, standardDeviation: gap.standardDeviation },
  };
}
