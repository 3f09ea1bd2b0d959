import type { ConfidenceInterval } from '../analysis/statistics/index.ts';
import type { SmoothingContrasts, SmoothingLevel } from './calibration-figures.ts';
import type { GroupSummary } from './group-summary.ts';

/** How calibrated hard labels leave a network, by what is measured and not by its name. */
export interface Regime {
  /**
   * `calibrated` when the ECE's interval (with one seed the basic bootstrap) ends at or below `calibratedTo`;
   * when it begins above, by the side of 1 that the temperature is on; else `unclear`.
   */
  readonly verdict: 'over-confident' | 'under-confident' | 'calibrated' | 'unclear';
  readonly calibratedTo: number;
}

/** A claim, judged by whether an interval lies on the side of a limit that it names. */
export interface CalibrationClaim {
  readonly claim: string;
  /** `paper`: the paper's own; `later`: of work after it. */
  readonly source: 'paper' | 'later';
  readonly labelSmoothing: number;
  readonly seeds: readonly number[];
  /** What the number is. */
  readonly measure: string;
  readonly found: GroupSummary;
  readonly side: 'below' | 'above';
  readonly limit: number;
  /** `seen`: the interval lies on that side; `not seen`: on the other; else, or without one, `unclear`. */
  readonly verdict: 'seen' | 'not seen' | 'unclear';
}

/** Hard labels whose ECE is shown to be at most this count as calibrated. */
const CALIBRATED_TO = 0.02;

/** ECEs this close count as about the same: in the paper's Table 3 they are up to 0.013 apart. */
const ABOUT = 0.015;

/** What is asked of every smoothed model whose network is in one of these regimes. */
interface Question extends Pick<
  CalibrationClaim,
  'claim' | 'source' | 'measure' | 'side' | 'limit'
> {
  readonly regimes: readonly Regime['verdict'][];
  readonly read: (contrasts: SmoothingContrasts, level: SmoothingLevel) => GroupSummary;
}

const ALL = ['over-confident', 'under-confident', 'calibrated', 'unclear'] as const;

const QUESTIONS: readonly Question[] = [
  {
    claim: 'Smoothing calibrates an over-confident network',
    source: 'paper',
    regimes: ['over-confident'],
    measure: 'ECE as trained, smoothed less hard',
    side: 'below',
    limit: 0,
    read: ({ smoothedLessHard }) => smoothedLessHard.ece,
  },
  {
    claim: 'Smoothing calibrates about as well as temperature scaling',
    source: 'paper',
    regimes: ['over-confident'],
    measure: 'ECE, smoothed as trained less hard at its temperature',
    side: 'below',
    limit: ABOUT,
    read: ({ smoothedLessScaledHard }) => smoothedLessScaledHard.ece,
  },
  {
    claim: 'Smoothing harms the calibration of a network that has it',
    source: 'later',
    regimes: ['calibrated'],
    measure: 'ECE as trained, smoothed less hard',
    side: 'above',
    limit: 0,
    read: ({ smoothedLessHard }) => smoothedLessHard.ece,
  },
  {
    claim: 'The smoothed network is under-confident',
    source: 'later',
    regimes: ALL,
    measure: 'its temperature',
    side: 'below',
    limit: 1,
    read: (_contrasts, { temperature }) => temperature,
  },
  {
    claim: 'Hard labels have the lower loss, each network at its temperature',
    source: 'later',
    regimes: ALL,
    measure: 'NLL at the fitted temperatures, smoothed less hard',
    side: 'above',
    limit: 0,
    read: ({ scaledLessScaledHard }) => scaledLessScaledHard.nll,
  },
];

/** The regime of a network, from the ECE of hard labels as trained and the temperature it asks for. */
export function regimeOf(ece: GroupSummary, temperature: GroupSummary): Regime {
  return { verdict: regimeVerdict(ece, temperature), calibratedTo: CALIBRATED_TO };
}

function regimeVerdict(ece: GroupSummary, temperature: GroupSummary): Regime['verdict'] {
  if (ece.interval === null) return 'unclear';
  const { lower, upper } = withoutBias(ece.mean, ece.interval);
  if (upper <= CALIBRATED_TO) return 'calibrated';
  if (lower <= CALIBRATED_TO) return 'unclear';
  return temperature.mean > 1 ? 'over-confident' : 'under-confident';
}

/**
 * Resampling only ever adds to an ECE, most to that of a model which is calibrated. Reflecting the ends at
 * the ECE itself (the basic bootstrap) takes off what it adds.
 */
function withoutBias(ece: number, interval: ConfidenceInterval): ConfidenceInterval {
  if (interval.method !== 'bootstrap-percentile') return interval;
  return {
    ...interval,
    method: 'bootstrap-basic',
    lower: 2 * ece - interval.upper,
    upper: 2 * ece - interval.lower,
  };
}

/** Every question that the regime allows, of every α. */
export function judgeClaims(
  { verdict: regime }: Regime,
  levels: readonly SmoothingLevel[],
  contrasts: readonly SmoothingContrasts[],
): CalibrationClaim[] {
  return QUESTIONS.filter(({ regimes }) => regimes.includes(regime)).flatMap(
    ({ regimes: _regimes, read, ...question }) =>
      contrasts.map((contrast) => {
        const { labelSmoothing, seeds } = contrast;
        const level = levels.find((each) => each.labelSmoothing === labelSmoothing)!;
        const { count, mean, standardDeviation, interval } = read(contrast, level);
        const found = { count, mean, standardDeviation, interval };
        return { ...question, labelSmoothing, seeds, found, verdict: verdictOf(found, question) };
      }),
  );
}

function verdictOf(
  { interval }: GroupSummary,
  { side, limit }: Pick<Question, 'side' | 'limit'>,
): CalibrationClaim['verdict'] {
  if (interval === null) return 'unclear';
  if (interval.upper < limit) return side === 'below' ? 'seen' : 'not seen';
  if (interval.lower > limit) return side === 'above' ? 'seen' : 'not seen';
  return 'unclear';
}
