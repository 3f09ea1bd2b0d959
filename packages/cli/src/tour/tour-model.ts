import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clusterTriangle,
  type ClusterTriangle,
  type Head,
  type HostTensor,
  parseNpz,
  projectExamples,
  type ProjectedExample,
  type SplitName,
  templatePlane,
  type TemplatePlane,
  type Activations,
  clusterGeometry,
  type ClusterGeometry,
  hostTensor,
  jackknife,
  logitGapsOf,
  type Predictions,
  type JackknifeEstimate,
} from 'temper';
import { UserError } from '../user-error.ts';
import type { EpochRow, TrialResult } from '../trials/trial-events.ts';

/** Examples of each class in a panel of the projection. */
const PER_CLASS = 200;

/** Predictions of one split, as a run keeps them. */
interface StoredPredictions {
  readonly logits: HostTensor<'float32'>;
  readonly labels: Int32Array;
  readonly penultimate: HostTensor<'float32'>;
  readonly head: Head;
}

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
  readonly plane: TemplatePlane;
  /** Examples of the three classes on the plane through their templates. */
  readonly projections: Readonly<Record<'train' | 'test', readonly ProjectedExample[]>>;
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
  const plane = templatePlane(train.head, result.triple);
  const project = (split: StoredPredictions): ProjectedExample[] =>
    projectExamples(plane, activationsOf(split), { perClass: PER_CLASS, seed: 0 });
  return {
    name,
    result,
    epochs: await readEpochs(result),
    plane,
    projections: { train: project(train), test: project(test) },
    triangle: clusterTriangle(plane, activationsOf(train)),
    clusters: estimateClusters(activationsOf(train), activationsOf(test), result.classNames.length),
    test: { logits: test.logits, labels: test.labels },
    trainGaps: logitGapsOf(train),
  };
}

async function readPredictions(result: TrialResult, split: SplitName): Promise<StoredPredictions> {
  const path = join(result.directory, `predictions-${split}.npz`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(
      `expected the predictions of a finished run, got ${(error as Error).message}; delete '${result.directory}' to train it again`,
    );
  });
  const arrays = parseNpz(bytes, path);
  const array = (name: string): HostTensor<'float32'> => arrays.get(name) as HostTensor<'float32'>;
  return {
    logits: array('logits'),
    labels: arrays.get('labels')!.data as Int32Array,
    penultimate: array('penultimate'),
    head: { templates: array('templates'), bias: array('bias') },
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
      read(clusterGeometry(select(activations, indices), { numClasses })),
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

function select({ penultimate, labels }: Activations, indices: Uint32Array): Activations {
  const width = penultimate.shape[1]!;
  const data = new Float32Array(indices.length * width);
  indices.forEach((index, i) => {
    data.set(penultimate.data.subarray(index * width, (index + 1) * width), i * width);
  });
  return {
    penultimate: hostTensor('float32', [indices.length, width], data),
    labels: Int32Array.from(indices, (index) => labels[index]!),
  };
}

function activationsOf({ penultimate, labels }: StoredPredictions): Activations {
  return { penultimate, labels: labels.subarray(0, penultimate.shape[0]) };
}

async function readEpochs({ directory }: TrialResult): Promise<EpochRow[]> {
  const text = await readFile(join(directory, 'metrics.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EpochRow);
}
