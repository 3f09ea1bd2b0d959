import type { TrialConfig } from 'temper';
import { dataName, modelName } from '../commands/data-and-model.ts';
import type { Io } from '../terminal/io.ts';
import type { ProgressTask } from '../terminal/progress.ts';
import type { EpochRow, TrialEvent, TrialStart } from './trial-events.ts';

/** Shows a trial's events as they come. */
export interface TrialView {
  readonly show: (event: TrialEvent) => void;
  /** Takes away what is still in progress. */
  readonly close: () => void;
}

/** Shows a trial as a progress bar, with a line for its start and, unless `quiet`, one per epoch. */
export function showEvents(
  io: Io,
  {
    label,
    config,
    quiet = false,
  }: { readonly label: string; readonly config: TrialConfig; readonly quiet?: boolean },
): TrialView {
  let task: ProgressTask | undefined;
  let start: TrialStart | undefined;
  const show = (event: TrialEvent): void => {
    switch (event.type) {
      case 'start':
        start = event.start;
        if (!quiet) io.info(describeStart(start, config));
        task?.drop();
        task = io.progress(label);
        break;
      case 'warning':
        io.warn(event.message);
        break;
      case 'phase-progress':
        task?.update(event.share, '');
        break;
      case 'progress':
        task?.update(event.step / start!.totalSteps, `loss ${event.loss.toFixed(4)}`);
        break;
      case 'epoch':
        if (!quiet) io.info(describeEpoch(event.row, start!));
        break;
      case 'phase':
        task?.finish();
        task = io.progress(`${label}: ${event.label}`);
        break;
      case 'done':
        task?.finish();
        task = undefined;
        break;
      case 'stopped':
      case 'failed':
        task?.drop();
        task = undefined;
        break;
    }
  };
  return { show, close: () => task?.drop() };
}

function describeStart(start: TrialStart, config: TrialConfig): string {
  const [first, second] = start.targetRow;
  const target = `target row ${first!.toFixed(4)} for the label, ${second!.toFixed(4)} for another class`;
  const smoothing = `α ${config.loss.labelSmoothing} (${config.loss.convention}): ${target}`;
  const size = `${start.numParameters.toLocaleString('en')} parameters, ${start.totalSteps.toLocaleString('en')} steps`;
  const from = start.startStep > 0 ? `; goes on from step ${start.startStep}` : '';
  const legend =
    'after each epoch: training loss; accuracy, NLL and ECE on validation; logit gap on training examples';
  return `${modelName(config.model)} on ${dataName(config.data)}, ${size}${from}\n${smoothing}\n${legend}`;
}

/** One line per epoch, short enough for a terminal of 80 columns. */
function describeEpoch(row: EpochRow, { totalSteps, stepsPerEpoch }: TrialStart): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const whole = totalSteps % stepsPerEpoch === 0;
  const [done, all] = whole ? [row.epoch, totalSteps / stepsPerEpoch] : [row.step, totalSteps];
  return [
    `${String(done).padStart(String(all).length)}/${all}${whole ? '' : ' steps'}`,
    `loss ${row.train.loss.toFixed(4)}`,
    `accuracy ${percent(row.validation.accuracy)}`,
    `NLL ${row.validation.nll.toFixed(3)}`,
    `ECE ${percent(row.validation.ece)}`,
    `gap ${row.logitGap.mean.toFixed(2)} ± ${row.logitGap.standardDeviation.toFixed(2)}`,
  ].join('  ');
}
