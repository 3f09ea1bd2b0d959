import { assertWithin } from '../../base/index.ts';
import { everyExample } from '../statistics/index.ts';
import { assertTopLabel } from './assert-top-label.ts';
import { gaussianSmoother, sumOfAbsoluteAverages } from './gaussian-smoother.ts';
import type { TopLabelConfidences } from './predictions.ts';

/** What is added to every density, so that none is 0. */
const DENSITY_FLOOR = 1e-4;
const BISECTIONS = 10;
/** Smaller bandwidths are not tried: the error is then below them, that is, next to nothing. */
const SMALLEST_BANDWIDTH = 1e-3;

/** A smooth calibration error and the bandwidth it was found at. */
export interface SmoothCalibrationError {
  /** The error, a fraction in [0, 1]. */
  readonly value: number;
  /** Standard deviation of the Gaussian, in units of confidence. */
  readonly bandwidth: number;
}

/** At which bandwidth confidences are smoothed. */
export interface SmoothCalibrationErrorOptions {
  /** In [0.001, 1]. Default: the one that the data call for. */
  readonly bandwidth?: number;
}

/**
 * Smooth calibration error (smECE): the mean distance between confidence and accuracy once both are
 * averaged over neighbouring confidences with a Gaussian weight. It has no bins whose edges could be
 * moved, and is continuous in the confidences.
 *
 * Σ|R| / ΣD over evenly spaced confidences, where R is the smoothed residual confidence − correct and
 * D the smoothed number of predictions plus 1e-4. The bandwidth σ* is where the error at a bandwidth
 * falls below the bandwidth itself, by ten bisections: features narrower than the error are noise.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or a bandwidth outside [0.001, 1].
 *
 * References: Błasiok and Nakkiran, Smooth ECE: Principled Reliability Diagrams via Kernel Smoothing,
 * ICLR 2024. <https://arxiv.org/abs/2309.12236> Grids, reflection and bisection are those of the
 * authors' package relplot.
 */
export function smoothCalibrationError(
  predictions: TopLabelConfidences,
  { bandwidth }: SmoothCalibrationErrorOptions = {},
): SmoothCalibrationError {
  assertTopLabel('smoothCalibrationError', predictions);
  const all = everyExample(predictions.confidences.length);
  const errorAt = (middle: number): number => statisticAt(predictions, middle)(all);
  if (bandwidth !== undefined) {
    assertBandwidth('smoothCalibrationError', bandwidth);
    return { value: errorAt(bandwidth), bandwidth };
  }
  // The smallest bandwidth so far that is no smaller than its error; no error exceeds 1.
  let best = { value: errorAt(1), bandwidth: 1 };
  let low = 0;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + best.bandwidth) / 2;
    const value = middle < SMALLEST_BANDWIDTH ? Infinity : errorAt(middle);
    if (middle < value) low = middle;
    else best = { value, bandwidth: middle };
  }
  return best;
}

/**
 * The smooth calibration error at a held bandwidth as a statistic for the bootstrap: that of the
 * predictions at `indices`, whichever bandwidth they themselves would call for.
 * @param bandwidth - In [0.001, 1], as a rule that of `smoothCalibrationError` of the same predictions.
 * @throws ShapeError if there are no predictions or counts differ; ValueRangeError for a confidence
 * outside [0, 1] or a bandwidth outside [0.001, 1].
 */
export function smoothCalibrationErrorStatistic(
  predictions: TopLabelConfidences,
  bandwidth: number,
): (indices: Uint32Array) => number {
  assertTopLabel('smoothCalibrationErrorStatistic', predictions);
  assertBandwidth('smoothCalibrationErrorStatistic', bandwidth);
  return statisticAt(predictions, bandwidth);
}

function statisticAt(
  { confidences, correct }: TopLabelConfidences,
  bandwidth: number,
): (indices: Uint32Array) => number {
  const smoother = gaussianSmoother(bandwidth);
  const { gridSize, columnSums } = smoother;
  const count = confidences.length;
  // Of every prediction its cell of the grid, its residual's shares of the cell's ends, its part of ΣD.
  const cells = new Int32Array(count);
  const lowShares = new Float64Array(count);
  const highShares = new Float64Array(count);
  const densities = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const position = confidences[n]! * (gridSize - 1);
    const cell = Math.min(Math.floor(position), gridSize - 2);
    const fraction = position - cell;
    const residual = confidences[n]! - correct[n]!;
    cells[n] = cell;
    lowShares[n] = (1 - fraction) * residual;
    highShares[n] = fraction * residual;
    densities[n] = (1 - fraction) * columnSums[cell]! + fraction * columnSums[cell + 1]!;
  }
  const times = new Int32Array(count);
  const residuals = new Float64Array(gridSize);
  return (indices) => {
    // How often each was drawn is small enough for the cache; the sums then run through memory in order.
    times.fill(0);
    for (let i = 0; i < indices.length; i++) times[indices[i]!]! += 1;
    residuals.fill(0);
    let density = DENSITY_FLOOR * smoother.pointCount;
    for (let n = 0; n < count; n++) {
      const drawn = times[n]!;
      const cell = cells[n]!;
      residuals[cell]! += drawn * lowShares[n]!;
      residuals[cell + 1]! += drawn * highShares[n]!;
      density += drawn * densities[n]!;
    }
    return sumOfAbsoluteAverages(smoother, residuals) / density;
  };
}

function assertBandwidth(where: string, bandwidth: number): void {
  assertWithin(where, 'bandwidth', bandwidth, { minimum: SMALLEST_BANDWIDTH, maximum: 1 });
}
