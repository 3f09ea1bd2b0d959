import {
  type Activations,
  clusterGeometry,
  type ClusterGeometry,
  clusterTriangle,
  type ClusterTriangle,
  type Head,
  jackknife,
  type JackknifeEstimate,
  logitGapsOf,
  type Predictions,
  selectActivations,
  templatePlane,
} from 'temper';
import { readEpochs, readPredictions } from '../trials/stored-trial.ts';
import type { EpochRow, TrialResult } from '../trials/trial-events.ts';

/** Figures of the clusters with their standard errors over examples. */
interface ClusterEstimates {
  /** Cluster radius over the distance between class means, on training examples. */
  readonly radiusRatio: JackknifeEstimate;
  /** Coefficient of variation of the distances between class means, on training examples. */
  readonly distanceVariation: JackknifeEstimate;
  /** Cluster radius on test examples over that on training examples. */
  readonly spread: JackknifeEstimate;
}

/** A trained model as the tour looks at it. */
export interface TourModel {
  readonly name: string;
  readonly result: TrialResult;
  readonly epochs: readonly EpochRow[];
  readonly head: Head;
  /** Penultimate activations by split. */
  readonly activations: Readonly<Record<'training' | 'test', Activations>>;
  /** Of the three classes, on the plane through their templates. */
  readonly triangle: ClusterTriangle;
  readonly clusters: ClusterEstimates;
  /** Predictions on the test split. */
  readonly test: Predictions;
  /** How far the correct logit of each training example stands above the others, in nats. */
  readonly trainGaps: Float64Array;
}

/** Reads what a finished trial left behind and projects its penultimate layer. */
export async function readTourModel(name: string, result: TrialResult): Promise<TourModel> {
  const train = await readPredictions(result, 'train');
  const test = await readPredictions(result, 'test');
  const [inner, outer] = [train.activations, test.activations];
  return {
    name,
    result,
    epochs: await readEpochs(result),
    head: train.head,
    activations: { training: inner, test: outer },
    triangle: clusterTriangle(templatePlane(train.head, result.triple), inner),
    clusters: estimateClusters(inner, outer, result.classNames.length),
    test: { logits: test.logits, labels: test.labels },
    trainGaps: logitGapsOf(train),
  };
}

function estimateClusters(
  train: Activations,
  test: Activations,
  numClasses: number,
): ClusterEstimates {
  const estimate = (
    activations: Activations,
    read: (geometry: ClusterGeometry) => number,
  ): JackknifeEstimate =>
    jackknife(activations.labels.length, (indices) =>
      read(clusterGeometry(selectActivations(activations, indices), { numClasses })),
    );
  const [inner, outer] = [train, test].map((split) => estimate(split, (g) => g.meanRadius));
  const spread = outer!.value / inner!.value;
  return {
    radiusRatio: estimate(train, ({ radiusRatio }) => radiusRatio!),
    distanceVariation: estimate(train, ({ distanceVariation }) => distanceVariation!),
    spread: {
      value: spread,
      // The two radii come from different examples: relative errors add in squares.
      standardError:
        spread *
        Math.hypot(inner!.standardError / inner!.value, outer!.standardError / outer!.value),
    },
  };
}
