import { scoreExamples } from '../analysis/calibration/index.ts';
import { normalInterval, summarizeSample } from '../analysis/statistics/index.ts';
import { exampleDifference } from './example-difference.ts';
import {
  type FigureDifference,
  type GroupSummary,
  judgeDifference,
  summarizeGroup,
} from './group-summary.ts';
import { SHORTENED, STUDY_NETWORKS, TRIAL_TIMES } from './networks.ts';
import {
  groupOf,
  hardAndSmoothed,
  type MeasuredTrial,
  networksOf,
  pairsOf,
  type Study,
  STUDY_ALPHAS,
  type StudyEvidence,
  type StudyGroup,
  type TrialPair,
} from './study.ts';

/** The figures that are compared, all of the test split. */
export type AccuracyFigure = 'accuracy' | 'nll' | 'ece';

/** A mean with the spread over trainings that the paper prints, as fractions. */
export interface PublishedAccuracy {
  readonly mean: number;
  readonly plusMinus: number;
}

/** The trials of one network that were trained on the same kind of labels. */
export interface AccuracyGroup {
  readonly group: StudyGroup;
  /** α; 0 for hard labels. */
  readonly labelSmoothing: number;
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

/** What the study says of one network. */
export interface NetworkAccuracy {
  readonly network: string;
  readonly groups: readonly AccuracyGroup[];
  /** Smoothed less hard, pair by pair; `null` without a seed of which both trials are there. */
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
  plan: (scale, seeds = accuracyStudy.scales[scale].seeds) =>
    hardAndSmoothed(STUDY_NETWORKS[scale], seeds),
  analyse: (trials) => ({
    networks: networksOf(trials).map((network) => ({
      network,
      groups: (['hard', 'smoothed'] as const).flatMap((group) =>
        summarizeTrials(trials, network, group),
      ),
      differences: differencesOf(pairsOf(trials, network)),
    })),
  }),
};

function summarizeTrials(
  trials: readonly MeasuredTrial[],
  network: string,
  group: StudyGroup,
): AccuracyGroup[] {
  const members = trials.filter(
    ({ trial }) => trial.network === network && groupOf(trial) === group,
  );
  if (members.length === 0) return [];
  const { analysis } = members[0]!.evidence;
  const valuesOf = (figure: AccuracyFigure): number[] =>
    members.map(({ evidence }) => figureOf(evidence, figure));
  const nll = { mean: analysis.nll, standardError: analysis.nllStandardError };
  return [
    {
      group,
      labelSmoothing: STUDY_ALPHAS[group],
      seeds: members.map(({ trial }) => trial.seed),
      accuracy: summarizeGroup(valuesOf('accuracy'), analysis.accuracyInterval),
      nll: summarizeGroup(valuesOf('nll'), normalInterval(nll)),
      ece: summarizeGroup(valuesOf('ece'), analysis.calibration.eceInterval),
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
    const summary = summarizeSample(
      pairs.map(({ hard, smoothed }) => figureOf(smoothed, figure) - figureOf(hard, figure)),
    );
    const interval =
      pairs.length === 1 && figure === 'accuracy' ? overExamples(first) : summary.interval;
    return judgeDifference({ ...summary, interval });
  };
  return {
    seeds: pairs.map(({ seed }) => seed),
    accuracy: compare('accuracy'),
    nll: compare('nll'),
    ece: compare('ece'),
  };
}

/** The interval of the difference of two models' accuracies on the same examples. */
function overExamples({ hard, smoothed }: TrialPair): FigureDifference['interval'] {
  const [a, b] = [smoothed, hard].map(({ predictions }) => scoreExamples(predictions.test));
  return exampleDifference('accuracy', a!, b!);
}
