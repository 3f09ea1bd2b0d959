import { formatTable } from '../terminal/table.ts';
import type { TrialResult } from './trial-events.ts';

/** What is said of a temperature at an end of its range. */
export const HIT_BOUND = 'at the end of its range, where the validation NLL still falls';

/** The JSON document of `temper train --json`: the analysis, and which run it is of. */
export function trialDocument(
  { analysis, directory, record, checkpoints }: TrialResult,
  { reused, report }: { readonly reused: boolean; readonly report: string },
): object {
  const { hash, config, command, threads, versions, dataHash } = record;
  return {
    run: {
      directory,
      report,
      hash,
      reused,
      command,
      threads,
      versions,
      dataHash,
      config,
      checkpoints,
    },
    ...analysis,
  };
}

/** A finished trial for a person: the figures that matter, and where the rest is. */
export function describeTrial({ analysis }: TrialResult, report: string): string {
  const { temperatureScaling: scaled, logitGap: gap, calibration } = analysis;
  const after = scaled.scores;
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  const interval = ({ lower, upper }: { lower: number; upper: number }): string =>
    `${(100 * lower).toFixed(2)} to ${(100 * upper).toFixed(2)}`;
  const optimum = gap.optimum === null ? 'none' : gap.optimum.toFixed(3);
  const table = formatTable(
    [
      { title: 'on the test split' },
      { title: 'as trained', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: `at T = ${scaled.temperature.toFixed(3)}`, align: 'right' },
    ],
    [
      [
        'error',
        percent(1 - analysis.accuracy),
        interval({
          lower: 1 - analysis.accuracyInterval.upper,
          upper: 1 - analysis.accuracyInterval.lower,
        }),
        percent(1 - after.accuracy),
      ],
      [
        'ECE, 15 bins',
        percent(calibration.ece),
        interval(calibration.eceInterval),
        percent(after.calibration.ece),
      ],
      ['NLL, nats', analysis.nll.toFixed(4), '', after.nll.toFixed(4)],
      ['Brier score', analysis.brier.toFixed(4), '', after.brier.toFixed(4)],
    ],
  );
  return [
    table.trimEnd(),
    ...(scaled.hitBound === 'none' ? [] : [`T is ${HIT_BOUND}`]),
    `logit gap on the training set: ${gap.mean.toFixed(3)} ± ${gap.standardDeviation.toFixed(3)} (optimum ${optimum})`,
    `Report: ${report}`,
    '',
  ].join('\n');
}
