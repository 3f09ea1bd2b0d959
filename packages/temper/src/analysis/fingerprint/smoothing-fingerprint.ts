import { Rng, ShapeError } from '../../base/index.ts';
import { type FloatTensor, matrixSize, RunningMoments } from '../statistics/index.ts';
import {
  type AlphaReadings,
  bracketAlpha,
  readLogAlpha,
  type ReadingsInterval,
} from './alpha-readings.ts';
import { type RowGaps, rowGapsOf } from './row-gaps.ts';

/** What the logits say about the labels a model was trained with. */
export type SmoothingVerdict = 'hard' | 'smoothed' | 'cannot tell';

/** What a verdict rests on; logits and their spreads in nats. */
export interface SmoothingEvidence {
  /** Rows that were looked at. */
  readonly rows: number;
  /** Mean over rows of the largest logit minus the mean of the others. */
  readonly meanGap: number;
  /** Standard deviation of that gap over rows. */
  readonly gapSpread: number;
  /** Mean over rows of the standard deviation of the other logits. */
  readonly othersSpread: number;
  /** Standard deviation over rows of the floor: the mean log-probability of the other classes. */
  readonly floorSpread: number;
  /**
   * Correlation over rows of the gap and the standard deviation of the other logits, which no
   * temperature changes; `null` where one of them does not vary.
   */
  readonly scaleCorrelation: number | null;
  /** Share of rows whose floor lies within a factor of 2 of the typical one. */
  readonly shareAtFloor: number;
  /** The smoothing weight that the logits would come from, whatever the verdict. */
  readonly readings: AlphaReadings;
  /** Log of the largest of these readings over the smallest. */
  readonly disagreement: number;
}

/** The labels a model was trained with, as far as its logits tell. */
export interface SmoothingFingerprint {
  readonly verdict: SmoothingVerdict;
  /** Estimate of the smoothing weight of the `uniform` convention; `null` unless smoothed. */
  readonly alpha: number | null;
  /** Of `alpha`; `null` unless smoothed. */
  readonly interval: ReadingsInterval | null;
  readonly evidence: SmoothingEvidence;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** How the rows are drawn that the fingerprint is taken of. */
export interface SmoothingFingerprintOptions {
  /** Of the drawing of rows and of the bootstrap. Default 0. */
  readonly seed?: number;
}

/** More rows say nothing new: of 10,000 a spread is known to about 1 %. */
const MOST_ROWS = 10_000;
/** Fewer rows leave a spread unknown by more than a tenth. */
const LEAST_ROWS = 100;
/**
 * Limits between hard and smoothed, the (geometric) middles of the gaps that the models of development
 * left, 16 hard and 30 smoothed, on test logits of glyphs, MNIST and CIFAR-10. Readings of α were
 * apart by a factor of 19 or more after hard labels, 5.5 or less after smoothed ones; floors spread by
 * 1.96 nats or more, 1.64 or less. Nearest to them came MNIST after 2 epochs, glyphs under 20 times the
 * usual weight decay, and a cnn that had over-fitted CIFAR-10.
 */
const DISAGREEMENT_LIMIT = Math.log(10);
const FLOOR_SPREAD_LIMIT = 1.8;
/**
 * A hard model's gap and the spread of its other logits grow together with the example's scale: the
 * correlation was 0.46 to 0.88, of smoothed models −0.51 to 0.48, and 0.61 of one that was ended early.
 * Above all of these, small logits are no sign of smoothing.
 */
const CORRELATION_LIMIT = 0.65;
/** Gaps that vary by less, relative to their mean, differ by the rounding of float32. */
const ROUNDING = 1e-6;
/** Nobody smooths by less; logits that say so were sharpened, or have collapsed without a target. */
const LEAST_ALPHA = 0.005;
/** Nobody smooths by more; such a model is sure of nothing. */
const MOST_ALPHA = 0.6;

/**
 * Whether a model was trained with smoothed labels, and with which weight α, from its logits alone, of
 * training, validation or test examples. Labels are not needed.
 *
 * Targets smoothed by α leave α/K to every wrong class, of an easy example as of one torn between two
 * classes, and three figures are fixed by α alone: the gap between the largest logit and the mean of
 * the others, log(K(1−α)/α + 1), on rows that are sure; the log-odds of the largest against an average
 * other, the same number there, as the others are equal; and the floor of all rows, the mean
 * log-probability log(α/K) of the classes that are not predicted. Each is solved for α. Hard labels
 * hold none of the three: logits grow with an example's scale, the others differ among themselves as
 * the classes do, the floor sinks without end, and the three values of α are apart by orders of
 * magnitude. So two things decide, how far the readings disagree and how much the floor varies over
 * rows. Both shrink when logits are divided by a temperature; the correlation of a row's gap with the
 * spread of its other logits does not, and refuses `smoothed` where it is as high as hard labels
 * make it. Where they contradict each other the verdict is `cannot tell`. The estimate is the lowest
 * reading, as a model that has not reached its targets leaves more, not less, to the classes that it
 * does not predict; the interval brackets all three.
 *
 * What it cannot see: give raw logits, as those of a smoothed model divided by a temperature T have a
 * gap of g/T and so another α (or `cannot tell`); hard models of development stayed hard at the
 * temperature that fitted them. α below about 0.02 may look hard. Early in training, and on data of
 * which the model is sure of few rows, the interval is wide; after training with dropout, without
 * which a network is surer, α reads low. Of two classes there is no other logit to compare with, and
 * the verdict is always `cannot tell`. Under the `other-classes` convention the same model has
 * ε = α(K−1)/K. Of more than 10,000 rows, 10,000 are drawn.
 * @param logits - `[N, K]`, finite, at least two classes.
 * @throws ShapeError if there is a single class; ValueRangeError for a logit that is not finite.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629> (the gap).
 */
export function smoothingFingerprint(
  logits: FloatTensor,
  { seed = 0 }: SmoothingFingerprintOptions = {},
): SmoothingFingerprint {
  const [count, numClasses] = matrixSize('smoothingFingerprint', 'logits', logits);
  if (numClasses < 2) {
    throw new ShapeError('smoothingFingerprint: expected logits of at least 2 classes, got 1');
  }
  const rows = rowGapsOf(logits, drawRows(count, seed));
  const evidence = evidenceOf(rows, numClasses);
  const { verdict, reason } = judge(evidence, numClasses);
  if (verdict !== 'smoothed') return { verdict, alpha: null, interval: null, evidence, reason };
  const interval = bracketAlpha(rows, numClasses, seed);
  const { gap, odds, floor } = evidence.readings;
  return { verdict, alpha: Math.min(gap, odds, floor), interval, evidence, reason };
}

/** All rows, or as many as are looked at, ascending. */
function drawRows(count: number, seed: number): Uint32Array {
  if (count <= MOST_ROWS) return Uint32Array.from({ length: count }, (_, row) => row);
  return Rng.fromSeed(seed).permutation(count).subarray(0, MOST_ROWS).sort();
}

function evidenceOf(rows: RowGaps, numClasses: number): SmoothingEvidence {
  const gaps = momentsOf(rows.gaps);
  const floors = momentsOf(rows.floors);
  const logs = readLogAlpha(rows, numClasses);
  const { gap, odds, floor } = logs;
  return {
    rows: rows.gaps.length,
    meanGap: gaps.mean,
    gapSpread: gaps.standardDeviation,
    othersSpread: momentsOf(rows.othersSpreads).mean,
    floorSpread: floors.standardDeviation,
    scaleCorrelation: correlationOf(rows.gaps, rows.othersSpreads),
    shareAtFloor:
      rows.floors.filter((value) => Math.abs(value - floors.mean) <= Math.LN2).length /
      rows.floors.length,
    readings: { gap: Math.exp(gap), odds: Math.exp(odds), floor: Math.exp(floor) },
    disagreement: Math.max(gap, odds, floor) - Math.min(gap, odds, floor),
  };
}

/** Pearson's correlation, `null` if one of the two does not vary. */
function correlationOf(left: Float64Array, right: Float64Array): number | null {
  const [x, y] = [momentsOf(left), momentsOf(right)];
  for (const { mean, standardDeviation } of [x, y]) {
    if (standardDeviation <= ROUNDING * Math.abs(mean)) return null;
  }
  let products = 0;
  left.forEach((value, row) => {
    products += (value - x.mean) * (right[row]! - y.mean);
  });
  return products / (left.length * x.standardDeviation * y.standardDeviation);
}

function momentsOf(values: Float64Array): RunningMoments {
  const moments = new RunningMoments();
  for (const value of values) moments.add(value);
  return moments;
}

function judge(
  { rows, floorSpread, scaleCorrelation, readings, disagreement }: SmoothingEvidence,
  numClasses: number,
): { readonly verdict: SmoothingVerdict; readonly reason: string } {
  const unsure = (reason: string): { verdict: SmoothingVerdict; reason: string } => ({
    verdict: 'cannot tell',
    reason,
  });
  if (numClasses === 2) {
    return unsure('Of two classes there is no third logit that smoothing would hold at a floor.');
  }
  if (rows < LEAST_ROWS) {
    return unsure(
      `At least ${LEAST_ROWS} rows are needed, here ${rows === 1 ? 'is' : 'are'} ${rows}.`,
    );
  }
  const factor = disagreement < Math.log(100) ? Math.exp(disagreement).toPrecision(2) : 'over 100';
  const found = `Three readings of α differ by a factor of ${factor}, and the log-probability of the classes not predicted varies by ${floorSpread.toFixed(2)} nats over rows`;
  const apart = disagreement > DISAGREEMENT_LIMIT;
  if (apart !== floorSpread > FLOOR_SPREAD_LIMIT) {
    return unsure(`${found}: one speaks for hard labels, the other for smoothed ones.`);
  }
  if (apart) return { verdict: 'hard', reason: `${found}: no smoothed target holds them.` };
  if (readings.gap > MOST_ALPHA) {
    return unsure('The logits of a row hardly differ: the model is sure of nothing.');
  }
  if (readings.gap < LEAST_ALPHA) {
    return unsure(
      'Gaps are as equal as smoothed labels make them, but too large for any α in use: sharpened by a temperature, or hard labels fitted to the end.',
    );
  }
  if (scaleCorrelation !== null && scaleCorrelation > CORRELATION_LIMIT) {
    return unsure(
      'Logits are as small as after smoothed labels, but the others spread as the largest one rises, like those of hard ones: divided by a temperature, or hardly trained.',
    );
  }
  return { verdict: 'smoothed', reason: `${found}: smoothed targets hold them.` };
}
