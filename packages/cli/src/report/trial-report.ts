import { join } from 'node:path';
import type { SplitName } from 'temper';
import { dataName, modelName } from '../commands/data-and-model.ts';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { readEpochs, readPredictions, type StoredPredictions } from '../trials/stored-trial.ts';
import { HIT_BOUND } from '../trials/trial-document.ts';
import type { EpochRow, TrialResult } from '../trials/trial-events.ts';
import {
  EXAMPLES_PER_CLASS,
  learningFigure,
  projectionFigure,
  reliabilityFigure,
} from './model-figures.ts';
import { renderFigure } from './render-figure.ts';
import type { ReportContent, ReportSection, ReportTable } from './report-content.ts';
import { reportPage } from './report-page.ts';
import { trainedOn } from './trained-on.ts';

/**
 * Writes the page of a finished trial, `report.html` in its directory: its learning curves, its
 * calibration, and its penultimate layer.
 * @returns The page's path.
 * @throws UserError if the predictions are gone or the page cannot be written.
 */
export async function writeTrialReport(result: TrialResult): Promise<string> {
  const path = join(result.directory, 'report.html');
  const predictions = {
    train: await readPredictions(result, 'train'),
    validation: await readPredictions(result, 'validation'),
  };
  const content = trialReport(result, await readEpochs(result), predictions);
  await writeFileAtomically(path, reportPage(content));
  return path;
}

function trialReport(
  result: TrialResult,
  epochs: readonly EpochRow[],
  predictions: Readonly<Record<'train' | 'validation', StoredPredictions>>,
): ReportContent {
  const { config, command, versions, threads, hash } = result.record;
  const { labelSmoothing } = config.loss;
  const labels =
    labelSmoothing === 0 ? 'hard labels' : `labels smoothed with α = ${labelSmoothing}`;
  const { analysis } = result;
  const { temperatureScaling: scaled } = analysis;
  return {
    title: `${modelName(config.model)} on ${dataName(config.data)}, ${labels}`,
    lead: [
      `Of the test examples ${percent(analysis.accuracy)} are predicted right (95 %: ${percent(analysis.accuracyInterval.lower)} to ${percent(analysis.accuracyInterval.upper)}, Wilson).`,
      `The ECE is ${percent(analysis.calibration.ece)}; with the temperature T = ${scaled.temperature.toFixed(2)}, fitted on validation, it is ${percent(scaled.scores.calibration.ece)}.${scaled.hitBound === 'none' ? '' : ` T is ${HIT_BOUND}.`}`,
    ],
    sections: [
      {
        heading: 'Learning',
        paragraphs: [
          trainedOn(result),
          `${config.optimizer.name} with a learning rate of ${config.learningRate} (${config.schedule.name}), batches of ${config.batchSize}${config.steps === null ? `, ${config.epochs} epochs` : `, ${config.steps} steps`}, seed ${config.seed}.`,
        ],
        figure: renderFigure(
          learningFigure(epochs, {
            id: 'learning',
            caption:
              'After each epoch. Training figures are means over the epoch, on smoothed labels and augmented images where the run has them; the logit gap is that of up to 2,000 training examples.',
          }),
        ),
        table: epochsTable(epochs),
      },
      {
        heading: 'Calibration',
        paragraphs: [
          'A calibrated model is right as often as it is confident. Temperature scaling divides all logits by one number; it changes no prediction.',
        ],
        figure: renderFigure(reliabilityFigure([{ name: 'as trained', result }])),
        table: splitsTable(result),
      },
      ...layerSection(result, predictions),
    ],
    footer: {
      command,
      versions: { run: hash, ...versions, threads: String(threads) },
      seeds: [config.seed],
    },
  };
}

/** The penultimate layer, where there are three classes to lay a plane through. */
function layerSection(
  { classNames, triple, analysis }: TrialResult,
  { train, validation }: Readonly<Record<'train' | 'validation', StoredPredictions>>,
): ReportSection[] {
  if (classNames.length < 3) return [];
  const [a, b, c] = triple.map((label) => classNames[label]!);
  const figure = projectionFigure(
    [
      {
        name: 'penultimate layer',
        head: train.head,
        activations: { training: train.activations, validation: validation.activations },
      },
    ],
    {
      id: 'projection',
      caption: `Activations on the plane through the templates of ${a}, ${b} and ${c}; up to ${EXAMPLES_PER_CLASS} examples of each.`,
      classNames,
      triple,
    },
  );
  const { geometry } = analysis;
  const row = (
    name: string,
    read: (split: (typeof geometry)['train']) => number | null,
  ): (string | null)[] => [
    name,
    ...SPLITS.map((split) => read(geometry[split])?.toFixed(3) ?? null),
  ];
  return [
    {
      heading: 'The penultimate layer',
      paragraphs: [
        'Each class has a template, its row of the last layer. Three templates span a plane, on which the activations before the last layer are projected.',
      ],
      figure: renderFigure(figure),
      table: {
        caption: 'Clusters of all classes.',
        columns: [{ header: 'quantity' }, ...SPLITS.map((header) => ({ header, numeric: true }))],
        rows: [
          row('cluster radius', ({ clusters }) => clusters.meanRadius),
          row('radius over distance of class means', ({ clusters }) => clusters.radiusRatio),
          row('variation of those distances', ({ clusters }) => clusters.distanceVariation),
          row('activation norm', ({ clusters }) => clusters.meanActivationNorm),
          row('distance to the own template', ({ templates }) => templates.own.mean),
        ],
      },
    },
  ];
}

const SPLITS = ['train', 'validation', 'test'] as const satisfies readonly SplitName[];

function splitsTable({ analysis }: TrialResult): ReportTable {
  const { temperatureScaling: scaled, splits } = analysis;
  const scores = [
    ...SPLITS.map((split) => [split, splits[split]] as const),
    [`test, T = ${scaled.temperature.toFixed(2)}`, scaled.scores] as const,
  ];
  return {
    caption:
      'ECE with 15 equal-width bins; NLL in nats, unsmoothed; Brier score summed over classes.',
    columns: [
      { header: 'split' },
      ...['accuracy', 'ECE', 'NLL', 'Brier score'].map((header) => ({ header, numeric: true })),
    ],
    rows: scores.map(([name, { accuracy, calibration, nll, brier }]) => [
      name,
      percent(accuracy),
      percent(calibration.ece),
      nll.toFixed(4),
      brier.toFixed(4),
    ]),
  };
}

/** At most ten epochs spread over the training. */
function epochsTable(epochs: readonly EpochRow[]): ReportTable {
  const count = Math.min(10, epochs.length);
  const shown = Array.from(
    { length: count },
    (_, i) => epochs[count === 1 ? 0 : Math.round((i * (epochs.length - 1)) / (count - 1))]!,
  );
  return {
    caption: shown.length < epochs.length ? `The curves at ${shown.length} epochs.` : 'The curves.',
    columns: [
      { header: 'epoch' },
      ...[
        'training loss',
        'training accuracy',
        'validation accuracy',
        'validation NLL',
        'validation ECE',
        'logit gap',
      ].map((header) => ({ header, numeric: true })),
    ],
    rows: shown.map(({ epoch, train, validation, logitGap }) => [
      epoch,
      train.loss.toFixed(4),
      percent(train.accuracy),
      percent(validation.accuracy),
      validation.nll.toFixed(4),
      percent(validation.ece),
      `${logitGap.mean.toFixed(2)} ± ${logitGap.standardDeviation.toFixed(2)}`,
    ]),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
