import type { JackknifeEstimate } from 'temper';
import { type Difference, estimateDifference, variationDifference, Z95 } from './differences.ts';
import { type Finding, percent, plusMinus, sideOf, type TourPair, verdictOf } from './finding.ts';
import type { TourModel } from './tour-model.ts';

/** A mean gap this near to its optimum, as a share of it, counts as settled. */
const SETTLED = 0.1;

/** What was found of the logits and of the layer before them. */
export function layerFindings(pair: TourPair): Finding[] {
  return [gapFinding(pair), tightnessFinding(pair), equidistanceFinding(pair), spreadFinding(pair)];
}

function gapFinding({ hard, smoothed }: TourPair): Finding {
  const [wide, narrow] = [hard.result.analysis.logitGap, smoothed.result.analysis.logitGap];
  const optimum = narrow.optimum!;
  const off = narrow.mean / optimum - 1;
  const half = (Z95 * narrow.standardDeviation) / Math.sqrt(narrow.count) / optimum;
  const settled = settledVerdict(off, half);
  const fall = variationDifference(hard.trainGaps, smoothed.trainGaps);
  const steadier = verdictOf(fall);
  const near = {
    seen: 'within 10 % of it',
    'not seen': 'not within 10 % of it',
    unclear: 'too near 10 % to tell',
  }[settled];
  const [before, after] = [wide, narrow].map(({ mean, standardDeviation }) =>
    percent(standardDeviation / mean, 1),
  );
  const found = sideOf(fall, { above: 'steadier', below: 'less steady' });
  return {
    topic: 'gap',
    source: 'paper',
    claim: 'The logit gap settles at a constant',
    hard: `${wide.mean.toFixed(2)}, SD ${wide.standardDeviation.toFixed(2)}`,
    smoothed: `${narrow.mean.toFixed(2)}, SD ${narrow.standardDeviation.toFixed(2)}`,
    verdict: bothOf(settled, steadier),
    words: `on the training set the smoothed gap is ${percent(Math.abs(off), 1)} ${off < 0 ? 'below' : 'above'} its optimum log(K(1−α)/α + 1) = ${optimum.toFixed(2)}, ${near}; its standard deviation is ${after!} of its mean, with hard labels ${before!}: ${found}`,
  };
}

/** Whether a relative distance from the optimum, ± half its interval, is within what counts as settled. */
function settledVerdict(off: number, half: number): Finding['verdict'] {
  if (Math.abs(off) + half < SETTLED) return 'seen';
  return Math.abs(off) - half > SETTLED ? 'not seen' : 'unclear';
}

/** What is said of a claim with two parts. */
function bothOf(a: Finding['verdict'], b: Finding['verdict']): Finding['verdict'] {
  if (a === 'not seen' || b === 'not seen') return 'not seen';
  return a === 'seen' && b === 'seen' ? 'seen' : 'unclear';
}

function tightnessFinding({ hard, smoothed }: TourPair): Finding {
  const [loose, tight] = [hard.clusters.radiusRatio, smoothed.clusters.radiusRatio];
  const fall = estimateDifference(loose, tight);
  return {
    ...penultimate('Training clusters become tight', [loose, tight], fall),
    words: `cluster radius over the distance between class means is ${withError(tight)} with smoothing and ${withError(loose)} without: ${sideOf(fall, { above: 'tighter', below: 'looser' })}`,
  };
}

function equidistanceFinding({ hard, smoothed }: TourPair): Finding {
  const [uneven, even] = [hard.clusters.distanceVariation, smoothed.clusters.distanceVariation];
  const fall = estimateDifference(uneven, even);
  const edges = (model: TourModel): string => model.triangle.edgeRatio!.toFixed(2);
  return {
    ...penultimate('Classes become equally far from each other', [uneven, even], fall),
    words: `distances between class means have a coefficient of variation of ${withError(even)} with smoothing and ${withError(uneven)} without: ${sideOf(fall, { above: 'more even', below: 'less even' })}; of the triangle shown, the shortest edge over the longest is ${edges(smoothed)} and ${edges(hard)}`,
  };
}

function spreadFinding({ hard, smoothed }: TourPair): Finding {
  const [plain, spread] = [hard.clusters.spread, smoothed.clusters.spread];
  const rise = estimateDifference(spread, plain);
  return {
    ...penultimate('Unseen examples leave their clusters more', [plain, spread], rise, '× '),
    words: `test clusters are ${withError(spread)} times as wide as training clusters with smoothing, ${withError(plain)} times without: ${sideOf(rise, { above: 'they spread more', below: 'they spread less' })}`,
  };
}

/** All but the words of a finding on clusters; the claim is that the difference is above 0. */
function penultimate(
  claim: string,
  [hard, smoothed]: readonly [JackknifeEstimate, JackknifeEstimate],
  difference: Difference,
  prefix = '',
): Omit<Finding, 'words'> {
  return {
    topic: 'penultimate',
    source: 'paper',
    claim,
    hard: `${prefix}${withError(hard)}`,
    smoothed: `${prefix}${withError(smoothed)}`,
    verdict: verdictOf(difference),
  };
}

function withError({ value, standardError }: JackknifeEstimate): string {
  return plusMinus(value, Z95 * standardError);
}
