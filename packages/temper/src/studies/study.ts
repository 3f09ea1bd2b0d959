import type { Activations, Head } from '../analysis/penultimate/index.ts';
import type { TrialAnalysis } from './analyse-trial.ts';
import { type RecipeName, RECIPES } from './recipes.ts';
import { resolveTrialConfig, type TrialConfig } from './trial-config.ts';

/** How much is spent on a study: from a minute on generated data to what the paper did. */
export type StudyScale = 'tour' | 'small' | 'paper';

/** The scales, cheapest first. */
export const STUDY_SCALES: readonly StudyScale[] = ['tour', 'small', 'paper'];

/** Smoothing weight of the smoothed group. */
export const STUDY_ALPHA = 0.1;

/** What its labels make of a trial. */
export type StudyGroup = 'hard' | 'smoothed';

/** One trial of a plan. */
export interface StudyTrial {
  /** The network and its data, in words; trials of one network differ in group and seed alone. */
  readonly network: string;
  readonly group: StudyGroup;
  readonly seed: number;
  readonly config: TrialConfig;
}

/** What a scale of a study is. */
export interface StudyScaleNotes {
  /** Seeds where none are asked for. */
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
  /** 1 where the prediction for a test example was right, else 0. */
  readonly testCorrect: Uint8Array;
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
  /** The same trials, in the same order, for the same scale and seeds. */
  readonly plan: (scale: StudyScale, seeds: readonly number[]) => StudyTrial[];
  /** Numbers, as plain JSON, from the trials that are finished, which need not be all. */
  readonly analyse: (trials: readonly MeasuredTrial[]) => Analysis;
}

/** A network of a study: a recipe, and what it is called. */
export interface StudyNetwork {
  readonly name: string;
  readonly recipe: RecipeName;
}

/** Every network with hard and with smoothed labels, seed by seed, so that pairs are complete early. */
export function hardAndSmoothed(
  networks: readonly StudyNetwork[],
  seeds: readonly number[],
): StudyTrial[] {
  const groups = [
    ['hard', 0],
    ['smoothed', STUDY_ALPHA],
  ] as const;
  return networks.flatMap(({ name, recipe }) =>
    seeds.flatMap((seed) =>
      groups.map(([group, labelSmoothing]) => ({
        network: name,
        group,
        seed,
        config: resolveTrialConfig({ ...RECIPES[recipe].config, loss: { labelSmoothing }, seed }),
      })),
    ),
  );
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

/** The seeds of a network of which both trials are there. */
export function pairsOf(trials: readonly MeasuredTrial[], network: string): TrialPair[] {
  const evidenceOf = (group: StudyGroup, seed: number): StudyEvidence | undefined =>
    trials.find(
      ({ trial }) => trial.network === network && trial.group === group && trial.seed === seed,
    )?.evidence;
  const seeds = new Set(
    trials.filter(({ trial }) => trial.network === network).map(({ trial }) => trial.seed),
  );
  return [...seeds].flatMap((seed) => {
    const [hard, smoothed] = [evidenceOf('hard', seed), evidenceOf('smoothed', seed)];
    return hard && smoothed ? [{ seed, hard, smoothed }] : [];
  });
}
