import {
  logitGapHistogram,
  projectionPanels,
  type ProjectionPanelsData,
  reliabilityDiagram,
  type ReliabilityData,
  trainingCurves,
  type TrainingCurvesData,
} from '@temper/figures';
import {
  type Activations,
  type ClassTriple,
  type Head,
  projectExamples,
  templatePlane,
} from 'temper';
import type { EpochRow, TrialResult } from '../trials/trial-events.ts';
import type { FigureSource } from './render-figure.ts';

/** Examples of each class in a panel of a projection. */
export const EXAMPLES_PER_CLASS = 200;

/** What every figure is named and said by. */
interface FigureWords {
  readonly id: string;
  readonly caption: string;
}

/** A finished trial under the name it has in figures. */
export interface ShownTrial {
  readonly name: string;
  readonly result: TrialResult;
}

/** A trained last layer and the activations before it, by the name of their split. */
export interface ShownLayer {
  readonly name: string;
  readonly head: Head;
  readonly activations: Readonly<Record<string, Activations>>;
}

/** A training under the name it has in figures. */
export interface ShownTraining {
  readonly name: string;
  readonly epochs: readonly EpochRow[];
}

/** Layers on the plane through the templates of three classes, a row each, a column for each split. */
export function projectionFigure(
  layers: readonly ShownLayer[],
  {
    classNames,
    triple,
    ...words
  }: FigureWords & { readonly classNames: readonly string[]; readonly triple: ClassTriple },
): FigureSource {
  const data: ProjectionPanelsData = {
    classes: triple.map((label) => ({ label, name: classNames[label]! })),
    rows: layers.map(({ name }) => name),
    columns: Object.keys(layers[0]!.activations),
    panels: layers.flatMap(({ name, head, activations }) => {
      const plane = templatePlane(head, triple);
      const templates = plane.templates.map(({ x, y }, i) => ({ x, y, label: triple[i]! }));
      return Object.entries(activations).map(([column, split]) => ({
        row: name,
        column,
        points: projectExamples(plane, split, { perClass: EXAMPLES_PER_CLASS, seed: 0 }),
        templates,
      }));
    }),
  };
  return { ...words, data, draw: (document, options) => projectionPanels(document, data, options) };
}

/** Reliability diagrams on the test split, as trained and after temperature scaling. */
export function reliabilityFigure(
  trials: readonly ShownTrial[],
  words: Partial<FigureWords> = {},
): FigureSource {
  const data: ReliabilityData = {
    convention: '15 equal-width bins (lo, hi], test split, 95 % bootstrap interval',
    panels: trials.flatMap(({ name, result: { analysis } }) => {
      const { temperature, scores } = analysis.temperatureScaling;
      return [
        reliabilityPanel(name, analysis.calibration),
        reliabilityPanel(`${name}, T = ${temperature.toFixed(2)}`, scores.calibration),
      ];
    }),
  };
  return {
    id: 'reliability',
    caption:
      'Accuracy against confidence, bin by bin, as trained and after temperature scaling fitted on the validation split. Below: how many test examples each bin holds.',
    ...words,
    data,
    draw: (document, options) => reliabilityDiagram(document, data, options),
  };
}

function reliabilityPanel(
  name: string,
  { diagram, ece, eceInterval }: TrialResult['analysis']['calibration'],
): ReliabilityData['panels'][number] {
  return { name, diagram, calibrationError: { value: ece, interval: eceInterval } };
}

/** Gaps between the correct logit and the others on the training split. */
export function gapFigure(trials: readonly ShownTrial[]): FigureSource {
  const data = {
    quantity: 'correct logit minus the mean of the others, training set',
    models: trials.map(({ name, result }) => ({ name, ...result.analysis.logitGap })),
  };
  return {
    id: 'logit-gap',
    caption:
      'How far the correct logit stands above the others. Smoothed labels have a finite optimum, near which the paper expects the gap to settle; hard labels have none.',
    data,
    draw: (document, options) => logitGapHistogram(document, data, options),
  };
}

/** Several trainings side by side: what is measured on validation, and the logit gap. */
export function curvesFigure(
  trainings: readonly ShownTraining[],
  words: FigureWords,
): FigureSource {
  const panel = (
    title: string,
    format: 'number' | 'percent',
    read: (row: EpochRow) => number,
  ): TrainingCurvesData['panels'][number] => ({
    title,
    format,
    curves: trainings.map(({ name, epochs }) => curve(name, epochs, read)),
  });
  return curves(words, [
    panel('validation accuracy', 'percent', (row) => row.validation.accuracy),
    panel('validation NLL (nats, unsmoothed)', 'number', (row) => row.validation.nll),
    panel('validation ECE', 'percent', (row) => row.validation.ece),
    panel('logit gap on training examples (nats)', 'number', (row) => row.logitGap.mean),
  ]);
}

/** One training: what it was trained on beside what is held out. */
export function learningFigure(epochs: readonly EpochRow[], words: FigureWords): FigureSource {
  return curves(words, [
    {
      title: 'loss (nats): training as trained, validation unsmoothed',
      curves: [
        curve('training', epochs, (row) => row.train.loss),
        curve('validation', epochs, (row) => row.validation.nll),
      ],
    },
    {
      title: 'accuracy',
      format: 'percent',
      curves: [
        curve('training', epochs, (row) => row.train.accuracy),
        curve('validation', epochs, (row) => row.validation.accuracy),
      ],
    },
    {
      title: 'logit gap on training examples (nats)',
      curves: [curve('training', epochs, (row) => row.logitGap.mean)],
    },
  ]);
}

type Panel = TrainingCurvesData['panels'][number];

function curve(
  series: string,
  epochs: readonly EpochRow[],
  read: (row: EpochRow) => number,
): Panel['curves'][number] {
  return { series, points: epochs.map((row) => ({ epoch: row.epoch, value: read(row) })) };
}

function curves(words: FigureWords, panels: readonly Panel[]): FigureSource {
  const data: TrainingCurvesData = { panels };
  return { ...words, data, draw: (document, options) => trainingCurves(document, data, options) };
}
