import { type ExampleScores, scoreExamples } from '../analysis/calibration/index.ts';
import { normalInterval } from '../analysis/statistics/index.ts';
import type { PredictionScores, TrialAnalysis } from './analyse-trial.ts';
import { publishedCalibration, type PublishedCalibration } from './calibration-networks.ts';
import { type ExampleFigure, exampleDifference } from './example-difference.ts';
import {
  type FigureDifference,
  type GroupSummary,
  judgeDifference,
  summarizeGroup,
} from './group-summary.ts';
import type { MeasuredTrial, StudyEvidence, TrialPair } from './study.ts';
import { temperatureInterval } from './temperature-interval.ts';

/** What depends on the temperature, on the test split. */
export interface TemperatureFigures {
  /** Nats, unsmoothed. */
  readonly nll: GroupSummary;
  /** Summed over classes, 0 to 2. */
  readonly brier: GroupSummary;
  /** Expected calibration error with 15 bins, a fraction. */
  readonly ece: GroupSummary;
}

/** The trials of one network with one α. */
export interface SmoothingLevel {
  /** α; 0 for hard labels. */
  readonly labelSmoothing: number;
  readonly seeds: readonly number[];
  /** Share of test examples predicted right. */
  readonly accuracy: GroupSummary;
  readonly asTrained: TemperatureFigures;
  /** At the temperature fitted on the validation split. */
  readonly scaled: TemperatureFigures;
  readonly temperature: GroupSummary;
  /** Radius of the clusters of activations over their distance, that of validation over that of training. */
  readonly clusterSpread: GroupSummary | null;
  readonly published: readonly PublishedCalibration[];
}

/** Differences of the figures that calibration is judged by. */
export interface Contrast {
  readonly nll: FigureDifference;
  readonly ece: FigureDifference;
}

/** A smoothed model beside the hard one of the same seed. */
export interface SmoothingContrasts {
  readonly labelSmoothing: number;
  /** Seeds of which both trials are there. */
  readonly seeds: readonly number[];
  readonly accuracy: FigureDifference;
  /** Both as trained. */
  readonly smoothedLessHard: Contrast;
  /** Smoothed as trained, hard at its temperature: what the paper compares. */
  readonly smoothedLessScaledHard: Contrast;
  /** Each at its own temperature. */
  readonly scaledLessScaledHard: Contrast;
}

/** Sums up the trials of one network and one α, of which there is at least one. */
export function smoothingLevel(members: readonly MeasuredTrial[]): SmoothingLevel {
  const { trial, evidence } = members[0]!;
  const analyses = members.map((member) => member.evidence.analysis);
  const { accuracyInterval, temperatureScaling } = evidence.analysis;
  const { temperature } = temperatureScaling;
  const spreads = analyses.map(spreadOf);
  return {
    labelSmoothing: trial.labelSmoothing,
    seeds: members.map((member) => member.trial.seed),
    accuracy: summarizeGroup(
      analyses.map(({ accuracy }) => accuracy),
      accuracyInterval,
    ),
    asTrained: figuresAt('asTrained', analyses),
    scaled: figuresAt('scaled', analyses),
    temperature: summarizeGroup(
      analyses.map((analysis) => analysis.temperatureScaling.temperature),
      members.length > 1 ? null : temperatureInterval(evidence.predictions.validation, temperature),
    ),
    clusterSpread: spreads.every((spread) => spread !== null)
      ? summarizeGroup(spreads, null)
      : null,
    published: publishedCalibration(trial.network, trial.labelSmoothing),
  };
}

/** Before or after temperature scaling. */
type Scaling = 'asTrained' | 'scaled';

function scoresAt(scaling: Scaling, analysis: TrialAnalysis): PredictionScores {
  return scaling === 'asTrained' ? analysis : analysis.temperatureScaling.scores;
}

function figuresAt(scaling: Scaling, analyses: readonly TrialAnalysis[]): TemperatureFigures {
  const scores = analyses.map((analysis) => scoresAt(scaling, analysis));
  const [first] = scores as [PredictionScores];
  return {
    nll: summarizeGroup(
      scores.map(({ nll }) => nll),
      normalInterval({ mean: first.nll, standardError: first.nllStandardError }),
    ),
    brier: summarizeGroup(
      scores.map(({ brier }) => brier),
      normalInterval({ mean: first.brier, standardError: first.brierStandardError }),
    ),
    ece: summarizeGroup(
      scores.map(({ calibration }) => calibration.ece),
      first.calibration.eceInterval,
    ),
  };
}

function spreadOf({ geometry }: TrialAnalysis): number | null {
  const [training, validation] = [geometry.train, geometry.validation].map(
    ({ clusters }) => clusters.radiusRatio,
  );
  return training && validation ? validation / training : null;
}

/** Compares smoothed models with the hard ones of the same seeds, of which there is at least one. */
export function smoothingContrasts(
  labelSmoothing: number,
  pairs: readonly TrialPair[],
): SmoothingContrasts {
  const difference = (figure: ExampleFigure, smoothed: Scaling, hard: Scaling): FigureDifference =>
    differenceOf(pairs, { figure, smoothed, hard });
  const contrast = (smoothed: Scaling, hard: Scaling): Contrast => ({
    nll: difference('nll', smoothed, hard),
    ece: difference('ece', smoothed, hard),
  });
  return {
    labelSmoothing,
    seeds: pairs.map(({ seed }) => seed),
    accuracy: difference('accuracy', 'asTrained', 'asTrained'),
    smoothedLessHard: contrast('asTrained', 'asTrained'),
    smoothedLessScaledHard: contrast('asTrained', 'scaled'),
    scaledLessScaledHard: contrast('scaled', 'scaled'),
  };
}

/** Smoothed less hard over seeds; with one seed over the same test examples, temperatures held. */
function differenceOf(
  pairs: readonly TrialPair[],
  { figure, ...scaling }: { figure: ExampleFigure; smoothed: Scaling; hard: Scaling },
): FigureDifference {
  const values = pairs.map(
    ({ smoothed, hard }) =>
      figureOf(figure, scoresAt(scaling.smoothed, smoothed.analysis)) -
      figureOf(figure, scoresAt(scaling.hard, hard.analysis)),
  );
  const [only] = pairs as [TrialPair];
  const overExamples =
    pairs.length > 1
      ? null
      : exampleDifference(
          figure,
          examplesAt(scaling.smoothed, only.smoothed),
          examplesAt(scaling.hard, only.hard),
        );
  return judgeDifference(summarizeGroup(values, overExamples));
}

function figureOf(figure: ExampleFigure, scores: PredictionScores): number {
  return figure === 'ece' ? scores.calibration.ece : scores[figure];
}

function examplesAt(scaling: Scaling, { analysis, predictions }: StudyEvidence): ExampleScores {
  const temperature = scaling === 'asTrained' ? 1 : analysis.temperatureScaling.temperature;
  return scoreExamples(predictions.test, { temperature });
}
