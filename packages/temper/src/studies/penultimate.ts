import type { ClassTriple } from '../analysis/penultimate/index.ts';
import { type SampleSummary, summarizeSample } from '../analysis/statistics/index.ts';
import {
  type BothGroups,
  type BothSplits,
  layerFigures,
  type LayerFigures,
  tripleFigures,
  type TripleFigures,
} from './layer-figures.ts';
import { SHORTENED, STUDY_NETWORKS, TRIAL_TIMES } from './networks.ts';
import {
  ALL_CLASSES,
  judgeClaims,
  type LayerClaim,
  type LayerPair,
  SIMILAR_PAIR,
  THREE_CLASSES,
} from './penultimate-claims.ts';
import { hardAndSmoothed, networksOf, pairsOf, type Study, type TrialPair } from './study.ts';

/** Three classes of one data set that are looked at together. */
interface StudyTriple {
  readonly names: readonly [string, string, string];
  /** Whether the first two are alike and the third is not. */
  readonly similarPair: boolean;
}

/** Figures over seeds, `null` where a figure has no value for some seed. */
export type Summaries<Figures> = Readonly<Record<keyof Figures, SampleSummary | null>>;

/** What the study says of three classes. */
export interface TripleAnalysis {
  readonly classes: readonly [string, string, string];
  readonly labels: ClassTriple;
  readonly similarPair: boolean;
  readonly figures: BothGroups<BothSplits<Summaries<TripleFigures>>>;
  readonly claims: readonly LayerClaim[];
}

/** What the study says of one network. */
export interface NetworkLayer {
  readonly network: string;
  /** Seeds of which both trials are there. */
  readonly seeds: readonly number[];
  /** Share of test examples predicted right. */
  readonly accuracy: BothGroups<SampleSummary>;
  /** Of all classes. */
  readonly figures: BothGroups<BothSplits<Summaries<LayerFigures>>>;
  readonly claims: readonly LayerClaim[];
  readonly triples: readonly TripleAnalysis[];
}

/** What the study found. Plain JSON. */
export interface PenultimateAnalysis {
  readonly networks: readonly NetworkLayer[];
}

/** What is looked at in a data set that has the classes; the first and the third are the paper’s. */
const TRIPLES: readonly StudyTriple[] = [
  { names: ['airplane', 'automobile', 'bird'], similarPair: false },
  { names: ['cat', 'dog', 'ship'], similarPair: true },
  { names: ['beaver', 'dolphin', 'otter'], similarPair: false },
  { names: ['A', 'E', 'X'], similarPair: false },
  { names: ['4', '9', 'X'], similarPair: true },
];

/**
 * The penultimate layer with hard and with smoothed labels, on the plane through three templates.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, Figure 1.
 * <https://arxiv.org/abs/1906.02629>
 */
export const penultimateStudy: Study<PenultimateAnalysis> = {
  name: 'penultimate',
  title: 'What does label smoothing do to the penultimate layer?',
  scales: {
    tour: { seeds: [0], shortens: SHORTENED.tour, takes: `2 trials, ${TRIAL_TIMES.tour}` },
    small: { seeds: [0], shortens: SHORTENED.small, takes: `2 trials, ${TRIAL_TIMES.small}` },
    paper: { seeds: [0], shortens: SHORTENED.paper, takes: `4 trials, ${TRIAL_TIMES.paper}` },
  },
  plan: (scale, seeds = penultimateStudy.scales[scale].seeds) =>
    hardAndSmoothed(STUDY_NETWORKS[scale], seeds),
  analyse: (trials) => ({
    networks: networksOf(trials).flatMap((network) => {
      const pairs = pairsOf(trials, network);
      return pairs.length === 0 ? [] : [analyseNetwork(network, pairs)];
    }),
  }),
};

function analyseNetwork(network: string, pairs: readonly TrialPair[]): NetworkLayer {
  const { classNames } = pairs[0]!.hard;
  const triples = TRIPLES.filter(({ names }) => names.every((name) => classNames.includes(name)));
  const layers = pairs.map((pair): LayerPair<LayerFigures> => ({
    accuracy: inGroups((group) => pair[group].analysis.accuracy),
    figures: inGroups((group) =>
      onBothSplits((split) => layerFigures(pair[group].activations[split], classNames.length)),
    ),
  }));
  return {
    network,
    seeds: pairs.map(({ seed }) => seed),
    accuracy: inGroups((group) => summarizeSample(layers.map(({ accuracy }) => accuracy[group]))),
    figures: summarizePairs(layers),
    claims: judgeClaims(ALL_CLASSES, layers),
    triples: triples.map((triple) => analyseTriple(triple, pairs)),
  };
}

function analyseTriple(
  { names, similarPair }: StudyTriple,
  pairs: readonly TrialPair[],
): TripleAnalysis {
  const { classNames } = pairs[0]!.hard;
  const [a, b, c] = names.map((name) => classNames.indexOf(name));
  const labels: ClassTriple = [a!, b!, c!];
  const layers = pairs.map((pair): LayerPair<TripleFigures> => ({
    accuracy: inGroups((group) => pair[group].analysis.accuracy),
    figures: inGroups((group) =>
      onBothSplits((split) =>
        tripleFigures(pair[group].head, pair[group].activations[split], labels),
      ),
    ),
  }));
  return {
    classes: names,
    labels,
    similarPair,
    figures: summarizePairs(layers),
    claims: judgeClaims(similarPair ? SIMILAR_PAIR : THREE_CLASSES, layers),
  };
}

function inGroups<T>(make: (group: keyof BothGroups<T>) => T): BothGroups<T> {
  return { hard: make('hard'), smoothed: make('smoothed') };
}

function onBothSplits<T>(make: (split: keyof BothSplits<T>) => T): BothSplits<T> {
  return { train: make('train'), validation: make('validation') };
}

/** Seed by seed to figure by figure. */
function summarizePairs<Figures extends LayerFigures>(
  pairs: readonly LayerPair<Figures>[],
): BothGroups<BothSplits<Summaries<Figures>>> {
  return inGroups((group) =>
    onBothSplits((split) => summarizeFigures(pairs.map(({ figures }) => figures[group][split]))),
  );
}

function summarizeFigures<Figures extends LayerFigures>(
  seeds: readonly Figures[],
): Summaries<Figures> {
  const names = Object.keys(seeds[0]!) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => {
      const values = seeds.map((figures) => figures[name] as number | null);
      const known = values.filter((value) => value !== null);
      return [name, known.length < values.length ? null : summarizeSample(known)];
    }),
  ) as Summaries<Figures>;
}
