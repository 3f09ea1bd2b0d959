import { assertInteger } from '../../base/index.ts';
import { RunningMoments } from '../statistics/index.ts';
import { type Activations, activationsSize } from './activations.ts';

/** The cluster that one class's activations form. */
export interface ClassCluster {
  readonly label: number;
  readonly count: number;
  /** Root mean square distance of the activations to their mean; `null` without examples. */
  readonly radius: number | null;
  /** Mean length ‖x‖ of the activations; `null` without examples. */
  readonly activationNorm: number | null;
}

/** Size of the class clusters against the distances between them. */
export interface ClusterGeometry {
  readonly clusters: readonly ClassCluster[];
  /** Mean of the radii of the classes that have examples. */
  readonly meanRadius: number;
  /** Mean ‖x‖ over examples. */
  readonly meanActivationNorm: number;
  /** Mean distance between class means over pairs of classes; `null` for a single class. */
  readonly meanDistance: number | null;
  /** Spread of those distances relative to their mean: 0 when all classes are equally far apart. */
  readonly distanceVariation: number | null;
  /** `meanRadius / meanDistance`: small for tight, well-separated clusters. */
  readonly radiusRatio: number | null;
}

/** Mean activation of every class `[K, D]`; rows of classes without examples stay 0. */
function classMeans(
  { penultimate, labels }: Activations,
  numClasses: number,
  numFeatures: number,
): { means: Float64Array; counts: Float64Array } {
  const means = new Float64Array(numClasses * numFeatures);
  const counts = new Float64Array(numClasses);
  labels.forEach((label, n) => {
    counts[label]! += 1;
    for (let i = 0; i < numFeatures; i++) {
      means[label * numFeatures + i]! += penultimate.data[n * numFeatures + i]!;
    }
  });
  for (let j = 0; j < means.length; j++) {
    means[j]! /= Math.max(counts[Math.floor(j / numFeatures)]!, 1);
  }
  return { means, counts };
}

/** Distances between the means of every two classes that have examples. */
function distancesBetween(
  means: Float64Array,
  counts: Float64Array,
  numFeatures: number,
): RunningMoments {
  const distances = new RunningMoments();
  for (let a = 0; a < counts.length; a++) {
    for (let b = 0; b < a; b++) {
      if (counts[a] === 0 || counts[b] === 0) continue;
      let square = 0;
      for (let i = 0; i < numFeatures; i++) {
        square += (means[a * numFeatures + i]! - means[b * numFeatures + i]!) ** 2;
      }
      distances.add(Math.sqrt(square));
    }
  }
  return distances;
}

/**
 * How tight the clusters of penultimate activations are, how large the activations, and how far
 * apart the class means. Label smoothing makes clusters tighter against their distances, activations
 * smaller, and distances more equal.
 * @param options.numClasses - K; a class without examples has `null` figures and counts in no mean.
 * @throws ShapeError if counts differ; ValueRangeError for an activation that is not finite or a
 * label outside [0, K).
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export function clusterGeometry(
  activations: Activations,
  { numClasses }: { readonly numClasses: number },
): ClusterGeometry {
  assertInteger('clusterGeometry', 'numClasses', numClasses, 1);
  const [, numFeatures] = activationsSize('clusterGeometry', activations, numClasses);
  const { means, counts } = classMeans(activations, numClasses, numFeatures);
  const squares = new Float64Array(numClasses);
  const norms = new Float64Array(numClasses);
  const allNorms = new RunningMoments();
  activations.labels.forEach((label, n) => {
    let [square, fromMean] = [0, 0];
    for (let i = 0; i < numFeatures; i++) {
      const value = activations.penultimate.data[n * numFeatures + i]!;
      square += value ** 2;
      fromMean += (value - means[label * numFeatures + i]!) ** 2;
    }
    squares[label]! += fromMean;
    norms[label]! += Math.sqrt(square);
    allNorms.add(Math.sqrt(square));
  });
  const radii = new RunningMoments();
  const clusters = Array.from(counts, (count, label): ClassCluster => {
    if (count === 0) return { label, count, radius: null, activationNorm: null };
    const radius = Math.sqrt(squares[label]! / count);
    radii.add(radius);
    return { label, count, radius, activationNorm: norms[label]! / count };
  });
  const distances = distancesBetween(means, counts, numFeatures);
  const meanDistance = distances.count === 0 ? null : distances.mean;
  return {
    clusters,
    meanRadius: radii.mean,
    meanActivationNorm: allNorms.mean,
    meanDistance,
    distanceVariation: distances.coefficientOfVariation,
    // Means that coincide leave nothing to compare the radius with.
    radiusRatio: meanDistance === null || meanDistance === 0 ? null : radii.mean / meanDistance,
  };
}
