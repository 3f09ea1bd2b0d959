import type { Convention } from './binning.ts';
import { drawnConvention } from './drawn-bins.ts';
import { numpyLinspace } from './linspace.ts';

/** NumPy's linear percentile of sorted numbers, rounding as it does; `fraction` in [0, 1]. */
function quantile(sorted: Float64Array, fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const index = Math.min(Math.floor(place), sorted.length - 1);
  const weight = place - index;
  const below = sorted[index]!;
  const above = sorted[Math.min(index + 1, sorted.length - 1)]!;
  const step = above - below;
  return weight >= 0.5 ? above - step * (1 - weight) : below + step * weight;
}

/**
 * The bins of scikit-learn's `calibration_curve(strategy="quantile")`: (lo, hi] between quantiles of the
 * data, the first closed. Quantiles that coincide, as they do with ties, are one edge: the bins between
 * them would be empty, and scikit-learn leaves empty bins out of its curve.
 */
export const sklearnQuantileConvention: Convention = drawnConvention(
  {
    name: 'sklearn-quantile',
    defaultBins: 5,
    edges: 'equal mass (lo, hi] between quantiles, equal edges merged',
    source: 'scikit-learn 1.9, sklearn.calibration.calibration_curve, strategy quantile',
    binaryOnly: true,
  },
  (sorted, numBins) =>
    // scikit-learn goes by way of percentages, which rounds twice more.
    Array.from(numpyLinspace(numBins), (fraction) => quantile(sorted, (fraction * 100) / 100)),
);
