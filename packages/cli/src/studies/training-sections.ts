import {
  curvesFigure,
  renderFigure,
  type ReportSection,
  type ShownTraining,
} from '../report/index.ts';
import type { EpochRow } from '../trials/trial-events.ts';
import type { FinishedTrial } from './finished-trial.ts';
import { labelsName } from './plan-trials.ts';

/** How the trials of each network were trained: curves, the mean over seeds of the same labels. */
export function trainingSections(trials: readonly FinishedTrial[]): ReportSection[] {
  const networks = [...new Set(trials.map(({ trial }) => trial.network))];
  return networks.map((network) => {
    const members = trials.filter(({ trial }) => trial.network === network);
    const alphas = [...new Set(members.map(({ trial }) => trial.labelSmoothing))];
    const trainings = alphas.map((alpha) =>
      trainingOf(members.filter(({ trial }) => trial.labelSmoothing === alpha)),
    );
    const seeds = new Set(members.map(({ trial }) => trial.seed)).size;
    return {
      heading: `Training: ${network}`,
      paragraphs: [],
      figure: renderFigure(
        curvesFigure(trainings, {
          id: slug('training', network),
          caption: `Measured after each epoch${seeds > 1 ? ', means over the seeds' : ''}. Accuracy, NLL and ECE are those of the validation split; the logit gap is that of up to 2,000 training examples.`,
        }),
      ),
    };
  });
}

/** A name for files and anchors. */
export function slug(...words: readonly string[]): string {
  return words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Trials of one α, of which there is at least one. */
function trainingOf(members: readonly FinishedTrial[]): ShownTraining {
  return {
    name: labelsName(members[0]!.trial.labelSmoothing),
    epochs: meanEpochs(members.map(({ epochs }) => epochs)),
  };
}

/** Epoch by epoch, the mean over trainings, as far as all of them go. */
function meanEpochs(trainings: readonly (readonly EpochRow[])[]): EpochRow[] {
  const length = Math.min(...trainings.map((rows) => rows.length));
  return Array.from({ length }, (_, index) => {
    const rows = trainings.map((training) => training[index]!);
    const mean = (read: (row: EpochRow) => number): number =>
      rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
    return {
      ...rows[0]!,
      train: {
        loss: mean((row) => row.train.loss),
        accuracy: mean((row) => row.train.accuracy),
      },
      validation: {
        accuracy: mean((row) => row.validation.accuracy),
        nll: mean((row) => row.validation.nll),
        ece: mean((row) => row.validation.ece),
      },
      logitGap: {
        mean: mean((row) => row.logitGap.mean),
        standardDeviation: mean((row) => row.logitGap.standardDeviation),
      },
    };
  });
}
