import type { ContenderResult } from './admission.ts';
import type { WorkloadResult } from './bench-workload.ts';
import type { Comparison } from './compare.ts';
import type { ImageLoading } from './image-loading.ts';
import { median, type TimeRatio } from './statistics.ts';
import type { Bound } from './workload.ts';
import { WORKLOADS } from './workloads/index.ts';

/** The findings about a workload in words. */
export function formatResult(result: WorkloadResult): string {
  const { settings, rounds, contenders, comparisons, loading } = result;
  const { workload, batchSize, momentum, weightDecay, labelSmoothing, threads } = settings;
  const decay = weightDecay > 0 ? `, weight decay ${weightDecay}` : '';
  const measured = contenders.filter(({ times }) => times);
  const unmeasured = contenders.filter(({ problem }) => problem !== null);
  const own = medianOf(contenders.find(({ group }) => group === 'temper')!);
  return [
    `Training step of ${WORKLOADS[workload].title}: float32, batch ${batchSize}, SGD with momentum ${momentum}${decay}, label smoothing ${labelSmoothing}.`,
    `${threads} threads, ${rounds} rounds in turns.`,
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
    ...(loading ? [formatLoading(loading)] : []),
    formatMemory(result.memory),
    '',
    '',
  ].join('\n');
}

/** Says that the machine was not idle, if it was not. */
export function formatLoad(loadBefore: number): string {
  if (loadBefore < 0.25) return '';
  return `The machine was not idle: ${loadBefore.toFixed(1)} processes wanted its cores in the minute before. Contenders suffer from that unequally; measure again when it is quiet.\n\n`;
}

function formatComparison({ numerator, denominator, ratio, bound, met }: Comparison): string {
  const target = bound ? `; target ${formatBound(bound)}: ${formatMet(met)}` : '';
  return `${numerator} / ${denominator}: ${formatRatio(ratio)}${target}`;
}

/** A ratio of times with its interval. */
export function formatRatio({ ofMedians, perRound, interval }: TimeRatio): string {
  const { lower, upper, level } = interval;
  return `${ofMedians.toFixed(2)} (by round ${perRound.toFixed(2)}, ${100 * level} % interval ${lower.toFixed(2)} to ${upper.toFixed(2)})`;
}

function formatBound(bound: Bound): string {
  return 'atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
}

/** Whether a target was met. */
export function formatMet(met: boolean): string {
  return met ? 'met' : 'MISSED';
}

function formatLoading(loading: ImageLoading): string {
  const { size, msPerBatch, msPerStep, share, ratio, largestShare, met } = loading;
  const perSecond = (milliseconds: number): string => (1000 / milliseconds).toFixed(2);
  return [
    `Loading and augmenting, cut to ${size} x ${size}: ${msPerBatch.toFixed(1)} ms per batch on one thread, ${(100 * share).toFixed(1)} % of a step of ${formatMilliseconds(msPerStep)} ms`,
    `with it in a second thread ${perSecond(msPerStep * ratio.ofMedians)} steps/s, without ${perSecond(msPerStep)}, ratio of times ${formatRatio(ratio)}`,
    `target at most ${100 * largestShare} % each: ${formatMet(met)}`,
  ].join('; ');
}

function formatMemory({
  steps,
  samples,
  bytesPerThousandSteps,
  flat,
}: WorkloadResult['memory']): string {
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return `Temper's resident memory over ${steps} steps: first ${megabytes(samples[0]!)} MiB, last ${megabytes(samples.at(-1)!)} MiB, slope ${megabytes(bytesPerThousandSteps)} MiB per 1000 steps; target flat: ${formatMet(flat)}`;
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
