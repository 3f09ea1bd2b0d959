import { RunningMoments } from 'temper';
import type { TourModel } from './tour-model.ts';

/** One claim of the paper, what was measured of it, and what that says. */
export interface Finding {
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
    smoothedTemperatureFinding(pair),
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
  const words =
    low > 0
      ? `smoothing raised accuracy by ${(100 * mean).toFixed(2)} points (95 %: ${interval})`
      : high < 0
        ? `smoothing lowered accuracy by ${(-100 * mean).toFixed(2)} points (95 %: ${interval})`
        : `no difference in accuracy that this test set could show (95 %: ${interval})`;
  return {
    claim: 'Accuracy stays about equal, or gains',
    hard: percent(hard.result.analysis.accuracy),
    smoothed: percent(smoothed.result.analysis.accuracy),
    verdict: high >= 0 ? 'seen' : 'not seen',
    words,
  };
}

function calibrationFinding({ hard, smoothed }: TourPair): Finding {
  const before = hard.result.analysis.calibration;
  const after = smoothed.result.analysis.calibration;
  const change = compare(after, before);
  return {
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
    claim: 'One temperature repairs the hard model too',
    hard: `${withInterval(after)} at T = ${scaled.temperature.toFixed(2)}`,
    smoothed: withInterval(other),
    verdict: change === 'lower' ? 'seen' : change === 'higher' ? 'not seen' : 'unclear',
    words: `divided by T = ${scaled.temperature.toFixed(2)}, fitted on validation, the hard model is ${rival} (ECE ${percent(after.ece)})`,
  };
}

function smoothedTemperatureFinding({ hard, smoothed }: TourPair): Finding {
  const scaled = smoothed.result.analysis.temperatureScaling;
  const [plain, mended] = [hard, smoothed].map(
    ({ result }) => result.analysis.temperatureScaling.scores.nll,
  ) as [number, number];
  const errors = [hard, smoothed].map(
    ({ result }) => result.analysis.temperatureScaling.scores.nllStandardError ?? 0,
  );
  const margin = Z95 * Math.hypot(...errors);
  const winner =
    Math.abs(plain - mended) < margin
      ? 'neither'
      : plain < mended
        ? 'the hard model'
        : 'the smoothed model';
  return {
    claim: 'With each at its best temperature, which knows more?',
    hard: `NLL ${plain.toFixed(3)}`,
    smoothed: `NLL ${mended.toFixed(3)} at T = ${scaled.temperature.toFixed(2)}`,
    verdict: winner === 'neither' ? 'unclear' : 'seen',
    words: `after temperature scaling ${winner} has the lower loss: ${winner === 'the smoothed model' ? 'smoothing added more than a temperature' : winner === 'the hard model' ? 'what smoothing gave was a temperature, at a price' : 'smoothing gave no more than a temperature would'}`,
  };
}

function gapFinding({ hard, smoothed }: TourPair): Finding {
  const [wide, narrow] = [hard.result.analysis.logitGap, smoothed.result.analysis.logitGap];
  const off = narrow.mean / narrow.optimum! - 1;
  const settled = Math.abs(off) < 0.1 && narrow.standardDeviation < wide.standardDeviation;
  return {
    claim: 'The logit gap settles at a constant',
    hard: `${wide.mean.toFixed(2)} ± ${wide.standardDeviation.toFixed(2)}`,
    smoothed: `${narrow.mean.toFixed(2)} ± ${narrow.standardDeviation.toFixed(2)}`,
    verdict: settled ? 'seen' : 'not seen',
    words: `on the training set the smoothed gap is ${percent(Math.abs(off), 1)} ${off < 0 ? 'below' : 'above'} its optimum log(K(1−α)/α + 1) = ${narrow.optimum!.toFixed(2)}, and it spreads ${(wide.standardDeviation / narrow.standardDeviation).toFixed(1)} times less than with hard labels`,
  };
}

function tightnessFinding({ hard, smoothed }: TourPair): Finding {
  const [loose, tight] = [hard, smoothed].map(
    ({ result }) => result.analysis.geometry.train.clusters.radiusRatio!,
  ) as [number, number];
  return {
    claim: 'Training clusters become tight',
    hard: loose.toFixed(3),
    smoothed: tight.toFixed(3),
    verdict: tight < loose ? 'seen' : 'not seen',
    words: `cluster radius over the distance between class means is ${tight.toFixed(3)} with smoothing and ${loose.toFixed(3)} without`,
  };
}

function equidistanceFinding({ hard, smoothed }: TourPair): Finding {
  const [uneven, even] = [hard, smoothed].map(
    ({ result }) => result.analysis.geometry.train.clusters.distanceVariation!,
  ) as [number, number];
  const edges = (model: TourModel): string => model.triangle.edgeRatio!.toFixed(2);
  return {
    claim: 'Classes become equally far from each other',
    hard: percent(uneven, 1),
    smoothed: percent(even, 1),
    verdict: even < uneven ? 'seen' : 'not seen',
    words: `distances between class means vary by ${percent(even, 1)} with smoothing and ${percent(uneven, 1)} without; of the triangle shown, the shortest edge over the longest is ${edges(smoothed)} and ${edges(hard)}`,
  };
}

function spreadFinding({ hard, smoothed }: TourPair): Finding {
  const [plain, spread] = [hard, smoothed].map(({ result }) => {
    const { train, test } = result.analysis.geometry;
    return test.clusters.meanRadius / train.clusters.meanRadius;
  }) as [number, number];
  return {
    claim: 'Unseen examples spread more than training ones',
    hard: `× ${plain.toFixed(2)}`,
    smoothed: `× ${spread.toFixed(2)}`,
    verdict: spread > plain ? 'seen' : 'not seen',
    words: `test clusters are ${spread.toFixed(2)} times as wide as training clusters with smoothing, ${plain.toFixed(2)} times without: the doubt that calibration needs`,
  };
}

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
