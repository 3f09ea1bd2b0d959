import {
  logitGapHistogram,
  projectionPanels,
  type ProjectionPanelsData,
  reliabilityDiagram,
  type ReliabilityData,
  trainingCurves,
  type TrainingCurvesData,
} from '@temper/figures';
import type { FigureSource } from '../report/index.ts';
import type { EpochRow } from '../trials/trial-events.ts';
import type { TourPair } from './finding.ts';
import type { TourModel } from './tour-model.ts';

/** The penultimate layer on the plane through three templates: the paper's Figure 1. */
export function projectionFigure({ hard, smoothed }: TourPair): FigureSource {
  const { classNames, triple } = hard.result;
  const columns = { train: 'training', test: 'test' } as const;
  const panel = (
    model: TourModel,
    split: 'train' | 'test',
  ): ProjectionPanelsData['panels'][number] => ({
    row: model.name,
    column: columns[split],
    points: model.projections[split],
    templates: model.plane.templates.map(({ x, y }, i) => ({ x, y, label: triple[i]! })),
  });
  const data: ProjectionPanelsData = {
    classes: triple.map((label) => ({ label, name: classNames[label]! })),
    rows: [hard.name, smoothed.name],
    columns: Object.values(columns),
    panels: [hard, smoothed].flatMap((model) => [panel(model, 'train'), panel(model, 'test')]),
  };
  const [a, b, c] = triple.map((label) => classNames[label]!);
  return {
    id: 'projection',
    caption: `Penultimate activations on the plane through the templates of ${a}, ${b} (alike by design) and ${c}. Up to 200 examples of each class; large marks are the templates.`,
    data,
    draw: (document, options) => projectionPanels(document, data, options),
  };
}

/** Reliability diagrams as trained and after temperature scaling. */
export function reliabilityFigure({ hard, smoothed }: TourPair): FigureSource {
  const data: ReliabilityData = {
    convention: '15 equal-width bins (lo, hi], test split, 95 % bootstrap interval',
    panels: [hard, smoothed].flatMap(({ name, result: { analysis } }) => {
      const { temperature, scores } = analysis.temperatureScaling;
      return [
        panelOf(name, analysis.calibration),
        panelOf(`${name}, T = ${temperature.toFixed(2)}`, scores.calibration),
      ];
    }),
  };
  return {
    id: 'reliability',
    caption:
      'Accuracy against confidence, bin by bin, as trained and after temperature scaling fitted on the validation split. Below: how many test examples each bin holds.',
    data,
    draw: (document, options) => reliabilityDiagram(document, data, options),
  };
}

type Calibration = TourModel['result']['analysis']['calibration'];

function panelOf(
  name: string,
  { diagram, ece, eceInterval }: Calibration,
): ReliabilityData['panels'][number] {
  return { name, diagram, calibrationError: { value: ece, interval: eceInterval } };
}

/** Gaps between the correct logit and the others on the training split. */
export function gapFigure({ hard, smoothed }: TourPair): FigureSource {
  const data = {
    quantity: 'correct logit minus the mean of the others, training set',
    models: [hard, smoothed].map(({ name, result }) => ({ name, ...result.analysis.logitGap })),
  };
  return {
    id: 'logit-gap',
    caption:
      'How far the correct logit stands above the others. Smoothed labels have a finite optimum, near which the paper expects the gap to settle; hard labels have none.',
    data,
    draw: (document, options) => logitGapHistogram(document, data, options),
  };
}

/** Validation accuracy, NLL, ECE and the logit gap over training. */
export function curvesFigure({ hard, smoothed }: TourPair): FigureSource {
  const panel = (
    title: string,
    format: 'number' | 'percent',
    read: (row: EpochRow) => number,
  ): TrainingCurvesData['panels'][number] => ({
    title,
    format,
    curves: [hard, smoothed].map(({ name, epochs }) => ({
      series: name,
      points: epochs.map((row) => ({ epoch: row.epoch, value: read(row) })),
    })),
  });
  const data: TrainingCurvesData = {
    panels: [
      panel('validation accuracy', 'percent', (row) => row.validation.accuracy),
      panel('validation NLL (nats, unsmoothed)', 'number', (row) => row.validation.nll),
      panel('validation ECE', 'percent', (row) => row.validation.ece),
      panel('logit gap on training examples (nats)', 'number', (row) => row.logitGap.mean),
    ],
  };
  return {
    id: 'training',
    caption: 'Both models over training, measured after each epoch.',
    data,
    draw: (document, options) => trainingCurves(document, data, options),
  };
}
