import { ValueRangeError } from '../../base/index.ts';
import { RunningMoments } from '../statistics/index.ts';
import type { Activations } from './activations.ts';
import { projectExamples } from './projection.ts';
import type { TemplatePlane } from './template-plane.ts';

/** How the examples of two classes lie about the template of a third, on the plane through all three. */
export interface ArcSpread {
  /** Mean distance to the third template. */
  readonly meanDistance: number;
  /** Standard deviation of that distance. */
  readonly radialSpread: number;
  /** Standard deviation of the angle about the third template, radians. */
  readonly angularSpread: number;
  /**
   * Spread along the radius over spread across it, `radialSpread / (meanDistance · angularSpread)`:
   * small for an arc about the template; `null` for examples in one direction.
   */
  readonly arcRatio: number | null;
}

/**
 * Whether the examples of the plane's first two classes lie along an arc about the template of its
 * third. Label smoothing wants every wrong class equally unlikely, so that examples between two similar
 * classes keep one distance to a third.
 * @throws ShapeError if counts or widths differ; ValueRangeError if neither class has an example.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export function arcSpread(plane: TemplatePlane, activations: Activations): ArcSpread {
  const [, , third] = plane.classes;
  const center = plane.templates[2];
  const points = projectExamples(plane, activations)
    .filter(({ label }) => label !== third)
    .map(({ x, y }) => [x - center.x, y - center.y] as const);
  if (points.length === 0) {
    throw new ValueRangeError(
      `arcSpread: expected examples of class ${plane.classes[0]} or ${plane.classes[1]}, got none`,
    );
  }
  const [sumX, sumY] = points.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
  const distances = new RunningMoments();
  const angles = new RunningMoments();
  for (const [x, y] of points) {
    distances.add(Math.hypot(x, y));
    // Measured from the direction of the mean, so that no cluster is cut at ±π.
    angles.add(Math.atan2(sumX * y - sumY * x, sumX * x + sumY * y));
  }
  const { mean: meanDistance, standardDeviation: radialSpread } = distances;
  const across = meanDistance * angles.standardDeviation;
  return {
    meanDistance,
    radialSpread,
    angularSpread: angles.standardDeviation,
    arcRatio: across === 0 ? null : radialSpread / across,
  };
}
