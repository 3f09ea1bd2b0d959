import {
  type ConfidenceInterval,
  RunningMoments,
  type SampleSummary,
  summarizeSample,
} from '../analysis/statistics/index.ts';
import { SHORTENED, STUDY_NETWORKS, TRIAL_TIMES } from './networks.ts';
import {
  hardAndSmoothed,
  type MeasuredTrial,
  networksOf,
  pairsOf,
  type Study,
  type StudyEvidence,
  type StudyGroup,
  type TrialPair,
} from './study.ts';

/** The figures that are compared, all of the test split. */
export type AccuracyFigure = 'accuracy' | 'nll' | 'ece';

/** One figure of a group. */
export type GroupSummary = Omit<SampleSummary, 'interval'> & {
  /** Over seeds (Student's t); with one seed over test examples. `null` where there is none. */
  readonly interval: ConfidenceInterval | null;
};

/** A mean with the spread over trainings that the paper prints, as fractions. */
export interface PublishedAccuracy {
  readonly mean: number;
  readonly plusMinus: number;
}

/** The trials of one network that were trained on the same kind of labels. */
export interface AccuracyGroup {
  readonly group: StudyGroup;
  readonly seeds: readonly number[];
  /** Share of test examples predicted right, `[0, 1]`. */
  readonly accuracy: GroupSummary;
  /** Nats, unsmoothed. */
  readonly nll: GroupSummary;
  /** Expected calibration error with 15 bins, `[0, 1]`. */
  readonly ece: GroupSummary;
  /** What Table 2 of the paper gives, where it has this network. */
  readonly paper: PublishedAccuracy | null;
}

/** Smoothed less hard, pair by pair. */
export interface FigureDifference extends GroupSummary {
  readonly verdict: 'higher' | 'lower' | 'no difference seen' | 'one seed';
}

/** What the study says of one network. */
export interface NetworkAccuracy {
  readonly network: string;
  readonly groups: readonly AccuracyGroup[];
  /** `null` without a seed of which both trials are there. */
  readonly differences: Readonly<
    Record<AccuracyFigure, FigureDifference> & { seeds: readonly number[] }
  > | null;
}

/** What the study found. Plain JSON. */
export interface AccuracyAnalysis {
  readonly networks: readonly NetworkAccuracy[];
}

/** Table 2 of the paper; ± as printed there. */
const TABLE_2: Readonly<Record<string, Readonly<Record<StudyGroup, PublishedAccuracy>>>> = {
  'AlexNet on CIFAR-10': {
    hard: { mean: 0.868, plusMinus: 0.002 },
    smoothed: { mean: 0.867, plusMinus: 0.003 },
  },
  'ResNet-56 on CIFAR-100': {
    hard: { mean: 0.721, plusMinus: 0.003 },
    smoothed: { mean: 0.727, plusMinus: 0.003 },
  },
};

/** Two-sided 95 % point of the standard normal distribution. */
const Z95 = 1.96;

/**
 * Test accuracy with hard and with smoothed labels over several seeds.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, Table 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export const accuracyStudy: Study<AccuracyAnalysis> = {
  name: 'accuracy',
  title: 'Does label smoothing change accuracy?',
  scales: {
    tour: { seeds: [0, 1], shortens: SHORTENED.tour, takes: `4 trials, ${TRIAL_TIMES.tour}` },
    small: { seeds: [0, 1, 2], shortens: SHORTENED.small, takes: `6 trials, ${TRIAL_TIMES.small}` },
    paper: {
      seeds: [0, 1, 2, 3, 4],
      shortens: SHORTENED.paper,
      takes: `20 trials, ${TRIAL_TIMES.paper}`,
    },
  },
  plan: (scale, seeds) => hardAndSmoothed(STUDY_NETWORKS[scale], seeds),
  analyse: (trials) => ({
    networks: networksOf(trials).map((network) => ({
      network,
      groups: (['hard', 'smoothed'] as const).flatMap((group) => groupOf(trials, network, group)),
      differences: differencesOf(pairsOf(trials, network)),
    })),
  }),
};

function groupOf(
  trials: readonly MeasuredTrial[],
  network: string,
  group: StudyGroup,
): AccuracyGroup[] {
  const members = trials.filter(({ trial }) => trial.network === network && trial.group === group);
  if (members.length === 0) return [];
  const { analysis } = members[0]!.evidence;
  const summarize = (figure: AccuracyFigure, ofOne: ConfidenceInterval | null): GroupSummary => {
    const summary = summarizeSample(members.map(({ evidence }) => figureOf(evidence, figure)));
    return members.length === 1 ? { ...summary, interval: ofOne } : summary;
  };
  return [
    {
      group,
      seeds: members.map(({ trial }) => trial.seed),
      accuracy: summarize('accuracy', analysis.accuracyInterval),
      nll: summarize('nll', around(analysis.nll, analysis.nllStandardError)),
      ece: summarize('ece', analysis.calibration.eceInterval),
      paper: TABLE_2[network]?.[group] ?? null,
    },
  ];
}

function figureOf({ analysis }: StudyEvidence, figure: AccuracyFigure): number {
  return figure === 'ece' ? analysis.calibration.ece : analysis[figure];
}

function differencesOf(pairs: readonly TrialPair[]): NetworkAccuracy['differences'] {
  const [first] = pairs;
  if (first === undefined) return null;
  const compare = (figure: AccuracyFigure): FigureDifference => {
    const summary: GroupSummary = summarizeSample(
      pairs.map(({ hard, smoothed }) => figureOf(smoothed, figure) - figureOf(hard, figure)),
    );
    const interval =
      pairs.length === 1 && figure === 'accuracy' ? overExamples(first) : summary.interval;
    return { ...summary, interval, verdict: verdictOf(interval) };
  };
  return {
    seeds: pairs.map(({ seed }) => seed),
    accuracy: compare('accuracy'),
    nll: compare('nll'),
    ece: compare('ece'),
  };
}

/** The interval of the difference of two models' accuracies on the same examples. */
function overExamples({ hard, smoothed }: TrialPair): ConfidenceInterval | null {
  const moments = new RunningMoments();
  smoothed.testCorrect.forEach((right, n) => {
    moments.add(right - hard.testCorrect[n]!);
  });
  return around(moments.mean, moments.estimate().standardError);
}

function around(mean: number, standardError: number | null): ConfidenceInterval | null {
  if (standardError === null) return null;
  const half = Z95 * standardError;
  return { method: 'normal', level: 0.95, lower: mean - half, upper: mean + half };
}

function verdictOf(interval: ConfidenceInterval | null): FigureDifference['verdict'] {
  if (interval === null) return 'one seed';
  if (interval.lower > 0) return 'higher';
  return interval.upper < 0 ? 'lower' : 'no difference seen';
}
