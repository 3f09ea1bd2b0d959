import { type JackknifeEstimate, RunningMoments } from 'temper';
import type { TourModel } from './tour-model.ts';

/** One claim of the paper, what was measured of it, and what that says. */
export interface Finding {
  /** The section of the report it belongs to. */
  readonly topic: 'calibration' | 'gap' | 'penultimate';
  readonly claim: string;
  readonly hard: string;
  readonly smoothed: string;
  readonly verdict: 'seen' | 'not seen' | 'unclear';
  /** In words, with the figures that decide. */
  readonly words: string;
}

/** The two models of the tour, trained alike but for their labels. */
export interface TourPair {
  readonly hard: TourModel;
  readonly smoothed: TourModel;
}

/** Normal quantile of a 95 % interval. */
const Z95 = 1.96;

/** What the tour found, claim by claim. */
export function findingsOf(pair: TourPair): Finding[] {
  return [
    accuracyFinding(pair),
    calibrationFinding(pair),
    temperatureFinding(pair),
    refinementFinding(pair),
    gapFinding(pair),
    tightnessFinding(pair),
    equidistanceFinding(pair),
    spreadFinding(pair),
  ];
}

function accuracyFinding({ hard, smoothed }: TourPair): Finding {
  const moments = new RunningMoments();
  hard.testCorrect.forEach((right, n) => {
    moments.add(smoothed.testCorrect[n]! - right);
  });
  const { mean, standardError } = moments.estimate();
  const half = Z95 * (standardError ?? 0);
  const [low, high] = [mean - half, mean + half];
  const interval = `${signed(100 * low)} to ${signed(100 * high)} points`;
  const found =
    low > 0
      ? `a gain of ${(100 * mean).toFixed(2)} points`
      : high < 0
        ? `a loss of ${(-100 * mean).toFixed(2)} points`
        : 'no difference that this test set could show';
  return {
    topic: 'calibration',
    claim: 'Accuracy stays about equal, or gains',
    hard: percent(hard.result.analysis.accuracy),
    smoothed: percent(smoothed.result.analysis.accuracy),
    verdict: high >= 0 ? 'seen' : 'not seen',
    words: `accuracy is ${percent(smoothed.result.analysis.accuracy)} with smoothing and ${percent(hard.result.analysis.accuracy)} without: ${found} (95 %: ${interval})`,
  };
}

function calibrationFinding({ hard, smoothed }: TourPair): Finding {
  const before = hard.result.analysis.calibration;
  const after = smoothed.result.analysis.calibration;
  const change = compare(after, before);
  return {
    topic: 'calibration',
    claim: 'Smoothing calibrates',
    hard: withInterval(before),
    smoothed: withInterval(after),
    verdict: change === 'lower' ? 'seen' : change === 'higher' ? 'not seen' : 'unclear',
    words: `ECE goes from ${percent(before.ece)} with hard labels to ${percent(after.ece)} with smoothed ones${change === 'unclear' ? '; the intervals overlap' : ''}`,
  };
}

function temperatureFinding({ hard, smoothed }: TourPair): Finding {
  const scaled = hard.result.analysis.temperatureScaling;
  const after = scaled.scores.calibration;
  const other = smoothed.result.analysis.calibration;
  const change = compare(after, hard.result.analysis.calibration);
  const better = compare(after, other);
  const rival =
    better === 'unclear'
      ? 'as well calibrated as the smoothed model'
      : better === 'lower'
        ? 'better calibrated than the smoothed model'
        : 'still not as calibrated as the smoothed model';
  return {
    topic: 'calibration',
    claim: 'One temperature repairs the hard model too',
    hard: `${withInterval(after)} at T = ${scaled.temperature.toFixed(2)}`,
    smoothed: withInterval(other),
    verdict: change === 'lower' ? 'seen' : change === 'higher' ? 'not seen' : 'unclear',
    words: `divided by T = ${scaled.temperature.toFixed(2)}, fitted on validation, the hard model is ${rival} (ECE ${percent(after.ece)})`,
  };
}

function refinementFinding({ hard, smoothed }: TourPair): Finding {
  const [plain, mended] = [hard, smoothed].map(
    ({ result }) => result.analysis.temperatureScaling,
  ) as [Scaled, Scaled];
  const estimate = ({ scores }: Scaled): JackknifeEstimate => ({
    value: scores.nll,
    standardError: scores.nllStandardError ?? 0,
  });
  const gain = difference(estimate(plain), estimate(mended));
  const words =
    gain > 0
      ? 'the smoothed model has the lower loss: smoothing gave more than a temperature'
      : gain < 0
        ? 'the hard model has the lower loss: what smoothing gave was a temperature, at a price'
        : 'neither has the lower loss beyond chance: smoothing gave no more than a temperature would';
  return {
    topic: 'calibration',
    claim: 'Smoothing gives more than a temperature',
    hard: `NLL ${withError(estimate(plain))} at T = ${plain.temperature.toFixed(2)}`,
    smoothed: `NLL ${withError(estimate(mended))} at T = ${mended.temperature.toFixed(2)}`,
    verdict: verdictOf(gain),
    words: `with each model at its own best temperature, ${words}`,
  };
}

function gapFinding({ hard, smoothed }: TourPair): Finding {
  const [wide, narrow] = [hard.result.analysis.logitGap, smoothed.result.analysis.logitGap];
  const off = narrow.mean / narrow.optimum! - 1;
  const settled = Math.abs(off) < 0.1 && narrow.standardDeviation < wide.standardDeviation;
  return {
    topic: 'gap',
    claim: 'The logit gap settles at a constant',
    hard: `${wide.mean.toFixed(2)} ± ${wide.standardDeviation.toFixed(2)}`,
    smoothed: `${narrow.mean.toFixed(2)} ± ${narrow.standardDeviation.toFixed(2)}`,
    verdict: settled ? 'seen' : 'not seen',
    words: `on the training set the smoothed gap is ${percent(Math.abs(off), 1)} ${off < 0 ? 'below' : 'above'} its optimum log(K(1−α)/α + 1) = ${narrow.optimum!.toFixed(2)}, and it spreads ${(wide.standardDeviation / narrow.standardDeviation).toFixed(1)} times less than with hard labels`,
  };
}

function tightnessFinding({ hard, smoothed }: TourPair): Finding {
  const [loose, tight] = [hard.clusters.radiusRatio, smoothed.clusters.radiusRatio];
  return {
    topic: 'penultimate',
    claim: 'Training clusters become tight',
    hard: withError(loose),
    smoothed: withError(tight),
    verdict: verdictOf(difference(loose, tight)),
    words: `cluster radius over the distance between class means is ${withError(tight)} with smoothing and ${withError(loose)} without`,
  };
}

function equidistanceFinding({ hard, smoothed }: TourPair): Finding {
  const [uneven, even] = [hard.clusters.distanceVariation, smoothed.clusters.distanceVariation];
  const edges = (model: TourModel): string => model.triangle.edgeRatio!.toFixed(2);
  return {
    topic: 'penultimate',
    claim: 'Classes become equally far from each other',
    hard: withError(uneven),
    smoothed: withError(even),
    verdict: verdictOf(difference(uneven, even)),
    words: `distances between class means have a coefficient of variation of ${withError(even)} with smoothing and ${withError(uneven)} without; of the triangle shown, the shortest edge over the longest is ${edges(smoothed)} and ${edges(hard)}`,
  };
}

function spreadFinding({ hard, smoothed }: TourPair): Finding {
  const [plain, spread] = [hard.clusters.spread, smoothed.clusters.spread];
  return {
    topic: 'penultimate',
    claim: 'Unseen examples leave their clusters more',
    hard: `× ${withError(plain)}`,
    smoothed: `× ${withError(spread)}`,
    verdict: verdictOf(difference(spread, plain)),
    words: `test clusters are ${withError(spread)} times as wide as training clusters with smoothing, ${withError(plain)} times without`,
  };
}

/** How far a exceeds b: below 0, above 0, or neither beyond chance (0). */
function difference(a: JackknifeEstimate, b: JackknifeEstimate): number {
  const gap = a.value - b.value;
  return Math.abs(gap) < Z95 * Math.hypot(a.standardError, b.standardError) ? 0 : gap;
}

/** What the sign of a difference says of a claim that it is above 0. */
function verdictOf(gap: number): Finding['verdict'] {
  return gap > 0 ? 'seen' : gap < 0 ? 'not seen' : 'unclear';
}

function withError({ value, standardError }: JackknifeEstimate): string {
  return `${value.toFixed(3)} ± ${(Z95 * standardError).toFixed(3)}`;
}

type Scaled = TourModel['result']['analysis']['temperatureScaling'];

/** A calibration error with its interval. */
interface Ece {
  readonly ece: number;
  readonly eceInterval: { readonly lower: number; readonly upper: number };
}

/** Whether one error is lower or higher than another beyond both intervals. */
function compare(a: Ece, b: Ece): 'lower' | 'higher' | 'unclear' {
  if (a.eceInterval.upper < b.eceInterval.lower) return 'lower';
  if (a.eceInterval.lower > b.eceInterval.upper) return 'higher';
  return 'unclear';
}

function withInterval({ ece, eceInterval: { lower, upper } }: Ece): string {
  return `${percent(ece)} (${(100 * lower).toFixed(2)} to ${(100 * upper).toFixed(2)})`;
}

function percent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
