import type { Predictions } from '../analysis/calibration/index.ts';
import type { Activations, Head } from '../analysis/penultimate/index.ts';
import type { TrialAnalysis } from './analyse-trial.ts';
import { type Recipe, type RecipeName, RECIPES } from './recipes.ts';
import { resolveTrialConfig, type TrialConfig } from './trial-config.ts';

/** How much is spent on a study: from a minute on generated data to what the paper did. */
export type StudyScale = 'tour' | 'small' | 'paper';

/** The scales, cheapest first. */
export const STUDY_SCALES: readonly StudyScale[] = ['tour', 'small', 'paper'];

/** What its labels make of a trial. */
export type StudyGroup = 'hard' | 'smoothed';

/** Smoothing weights of the studies that compare two groups. */
export const STUDY_ALPHAS: Readonly<Record<StudyGroup, number>> = { hard: 0, smoothed: 0.1 };

/** One trial of a plan. */
export interface StudyTrial {
  /** The network and its data, in words; its trials differ in smoothing and seed alone. */
  readonly network: string;
  /** Smoothing weight α; 0 for hard labels. */
  readonly labelSmoothing: number;
  readonly seed: number;
  readonly config: TrialConfig;
}

/** What a scale of a study is. */
export interface StudyScaleNotes {
  /** Seeds where none are asked for; a network may have fewer of its own. */
  readonly seeds: readonly number[];
  /** How it differs from what the paper did, in a sentence. */
  readonly shortens: string;
  /** What it takes, in words. */
  readonly takes: string;
}

/** What a study looks at in a finished trial. */
export interface StudyEvidence {
  readonly analysis: TrialAnalysis;
  readonly classNames: readonly string[];
  readonly head: Head;
  /** Penultimate activations of the first examples of each split. */
  readonly activations: Readonly<Record<'train' | 'validation', Activations>>;
  /** Predictions for every example that was not trained on. */
  readonly predictions: Readonly<Record<'validation' | 'test', Predictions>>;
}

/** A finished trial of a study. */
export interface MeasuredTrial {
  readonly trial: StudyTrial;
  readonly evidence: StudyEvidence;
}

/** A question of the paper: which trials to run, and what to make of them. */
export interface Study<Analysis> {
  readonly name: string;
  /** The question. */
  readonly title: string;
  readonly scales: Readonly<Record<StudyScale, StudyScaleNotes>>;
  /** The same trials, in the same order, for the same scale and seeds; without seeds with the scale's. */
  readonly plan: (scale: StudyScale, seeds?: readonly number[]) => StudyTrial[];
  /** Numbers, as plain JSON, from the trials that are finished, which need not be all. */
  readonly analyse: (trials: readonly MeasuredTrial[]) => Analysis;
}

/** A network of a study: a recipe, and what it is called. */
export interface StudyNetwork {
  readonly name: string;
  readonly recipe: RecipeName;
  /** What is in place of the recipe's own. */
  readonly changes?: Partial<Recipe['config']>;
}

/** A network with every smoothing weight, seed by seed, so that comparisons are complete early. */
export function trialsOf(
  { name, recipe, changes }: StudyNetwork,
  { alphas, seeds }: { readonly alphas: readonly number[]; readonly seeds: readonly number[] },
): StudyTrial[] {
  const base = { ...RECIPES[recipe].config, ...changes };
  return seeds.flatMap((seed) =>
    alphas.map((labelSmoothing) => ({
      network: name,
      labelSmoothing,
      seed,
      config: resolveTrialConfig({ ...base, loss: { labelSmoothing }, seed }),
    })),
  );
}

/** Every network with hard and with smoothed labels. */
export function hardAndSmoothed(
  networks: readonly StudyNetwork[],
  seeds: readonly number[],
): StudyTrial[] {
  const alphas = [STUDY_ALPHAS.hard, STUDY_ALPHAS.smoothed];
  return networks.flatMap((network) => trialsOf(network, { alphas, seeds }));
}

/** The group a trial belongs to. */
export function groupOf({ labelSmoothing }: StudyTrial): StudyGroup {
  return labelSmoothing === 0 ? 'hard' : 'smoothed';
}

/** A hard and a smoothed trial of one seed. */
export interface TrialPair {
  readonly seed: number;
  readonly hard: StudyEvidence;
  readonly smoothed: StudyEvidence;
}

/** The networks among some trials, in order. */
export function networksOf(trials: readonly MeasuredTrial[]): string[] {
  return [...new Set(trials.map(({ trial }) => trial.network))];
}

/** The seeds of a network of which the hard trial and that of one α are there. */
export function pairsOf(
  trials: readonly MeasuredTrial[],
  network: string,
  alpha: number = STUDY_ALPHAS.smoothed,
): TrialPair[] {
  const members = trials.filter(({ trial }) => trial.network === network);
  const evidenceOf = (labelSmoothing: number, seed: number): StudyEvidence | undefined =>
    members.find(({ trial }) => trial.labelSmoothing === labelSmoothing && trial.seed === seed)
      ?.evidence;
  const seeds = new Set(members.map(({ trial }) => trial.seed));
  return [...seeds].flatMap((seed) => {
    const [hard, smoothed] = [evidenceOf(0, seed), evidenceOf(alpha, seed)];
    return hard && smoothed ? [{ seed, hard, smoothed }] : [];
  });
}
