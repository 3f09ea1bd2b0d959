import { formatMet, formatRatio } from '../report.ts';
import { median } from '../statistics.ts';
import type { AuditBenchResult } from './bench-audit.ts';

/** The findings about `temper audit` in words. */
export function formatAudit(result: AuditBenchResult): string {
  const { count, numClasses, threads, rounds, temper, resampled, python } = result;
  return [
    `Audit of ${count} x ${numClasses} float32 logits from an .npz file.`,
    `${threads} threads for Python, ${rounds} rounds in turns; medians.`,
    '',
    `Temper, whole process: ${formatSeconds(temper)}`,
    ...formatPython(python),
    `Temper with ${resampled.resamples} resamples: ${formatSeconds(resampled.seconds)}; target at most ${resampled.atMost} s: ${formatMet(resampled.met)}`,
    '',
    '',
  ].join('\n');
}

function formatPython(python: AuditBenchResult['python']): string[] {
  if (typeof python === 'string') return [`Python was not measured: ${python}`];
  const { versions, seconds, ratio, atMost, met, disagreements } = python;
  const where = disagreements.map(
    ({ figure, temper, python, tolerance }) =>
      `${figure}: Temper ${temper}, Python ${python}, which is more than ${tolerance} apart`,
  );
  return [
    `Python without its start and imports: ${formatSeconds(seconds)}; ${versions}`,
    ...(where.length > 0 ? where : ['Their figures agree.']),
    `Temper / Python: ${formatRatio(ratio)}; target at most ${atMost}: ${formatMet(met)}`,
  ];
}

function formatSeconds(seconds: readonly number[]): string {
  return `${median(seconds).toFixed(2)} s`;
}
