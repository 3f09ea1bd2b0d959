import type { Comparison, ContenderResult, MlpResult } from './mlp.ts';
import { median } from './statistics.ts';

/** The benchmark's findings in words. */
export function formatMlpResult(result: MlpResult): string {
  const { settings, rounds, contenders, comparisons } = result;
  const { sizes, batchSize, momentum, labelSmoothing, threads } = settings;
  const measured = contenders.filter(({ times }) => times);
  const unmeasured = contenders.filter(({ problem }) => problem !== null);
  const own = medianOf(contenders.find(({ group }) => group === 'temper')!);
  return [
    `Training step of a ${sizes.join('-')} perceptron: float32, batch ${batchSize}, SGD with momentum ${momentum}, label smoothing ${labelSmoothing}.`,
    `${threads} threads, ${rounds} rounds in turns.`,
    ...loadWarning(result),
    '',
    ...table([
      ['', 'ms/step', 'to Temper', 'losses within', 'what'],
      ...measured.map((contender) => [
        contender.name,
        formatMilliseconds(medianOf(contender)),
        (medianOf(contender) / own).toFixed(2),
        formatDifference(contender.lossDifference!),
        contender.description!,
      ]),
    ]),
    '',
    ...unmeasured.map(({ name, problem }) => `${name} was not measured: ${problem}`),
    ...comparisons.map(formatComparison),
    formatMemory(result.memory),
    '',
  ].join('\n');
}

function loadWarning({ loadBefore }: MlpResult): string[] {
  if (loadBefore < 0.25) return [];
  return [
    `The machine was not idle: ${loadBefore.toFixed(1)} processes wanted its cores in the minute before. Contenders suffer from that unequally; measure again when it is quiet.`,
  ];
}

function formatComparison({ numerator, denominator, ratio, target, met }: Comparison): string {
  const { lower, upper, level } = ratio.interval;
  const interval = `${100 * level} % interval ${lower.toFixed(2)} to ${upper.toFixed(2)}`;
  return `${numerator} / ${denominator}: ${ratio.ofMedians.toFixed(2)} (by round ${ratio.perRound.toFixed(2)}, ${interval}); target ${target}: ${met ? 'met' : 'MISSED'}`;
}

function formatMemory({
  steps,
  samples,
  bytesPerThousandSteps,
  flat,
}: MlpResult['memory']): string {
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return `Temper's resident memory over ${steps} steps: first ${megabytes(samples[0]!)} MiB, last ${megabytes(samples.at(-1)!)} MiB, slope ${megabytes(bytesPerThousandSteps)} MiB per 1000 steps; target flat: ${flat ? 'met' : 'MISSED'}`;
}

function formatMilliseconds(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function formatDifference(nats: number): string {
  return nats === 0 ? '0' : nats.toExponential(0);
}

function medianOf({ times }: ContenderResult): number {
  return median(times!.perRound);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([name, ...cells]) =>
    [
      name!.padEnd(widths[0]!),
      ...cells.slice(0, -1).map((cell, i) => cell.padStart(widths[i + 1]!)),
      cells.at(-1)!,
    ].join('  '),
  );
}
