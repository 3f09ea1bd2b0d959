import type { ClusterGeometry } from './cluster-geometry.ts';

/**
 * Scatter within classes over scatter between them, tr Σ_W / tr Σ_B: 0 when every class has collapsed
 * to a point. Σ_W is the mean over classes of the mean squared distance to the class mean, Σ_B the mean
 * squared distance of class means to their own mean, which is Σ_{a<b} ‖μ_a − μ_b‖² / K².
 * @returns `null` for a single class, or class means that coincide.
 *
 * References: Papyan, Han, Donoho, Prevalence of Neural Collapse during the Terminal Phase of Deep
 * Learning Training, PNAS 2020. <https://arxiv.org/abs/2008.08186>
 */
export function scatterRatio({
  clusters,
  meanDistance,
  distanceVariation,
}: ClusterGeometry): number | null {
  const radii = clusters.flatMap(({ radius }) => (radius === null ? [] : [radius]));
  if (meanDistance === null || distanceVariation === null) return null;
  const within = radii.reduce((sum, radius) => sum + radius ** 2, 0) / radii.length;
  const meanSquaredDistance = meanDistance ** 2 * (1 + distanceVariation ** 2);
  const between = (meanSquaredDistance * (radii.length - 1)) / (2 * radii.length);
  return within / between;
}
