import { loadavg } from 'node:os';
import { type AuditBenchResult, benchAudit } from './audit/bench-audit.ts';
import { formatAudit } from './audit/format-audit.ts';
import { benchWorkload, type WorkloadResult } from './bench-workload.ts';
import { parseBenchOptions, USAGE, UsageError } from './options.ts';
import { formatLoad, formatResult } from './report.ts';

/** 0 every target is met, 1 one is missed, 2 a mistake in the call, 3 something was not measured. */
async function main(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  try {
    const options = parseBenchOptions(args);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    // Of the minute before: later it is the benchmarks' own.
    const loadBefore = loadavg()[0]!;
    if (!options.json) process.stdout.write(formatLoad(loadBefore));
    const report = (line: string): void => {
      process.stderr.write(`${line}\n`);
    };
    const results: WorkloadResult[] = [];
    for (const name of options.workloads) {
      const result = await benchWorkload(name, options, report);
      results.push(result);
      if (!options.json) process.stdout.write(formatResult(result));
    }
    const audit = options.audit ? await benchAudit(options, report) : null;
    if (audit && !options.json) process.stdout.write(formatAudit(audit));
    if (options.json) process.stdout.write(`${JSON.stringify({ loadBefore, results, audit })}\n`);
    return verdict(results, audit);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}; see npm run bench -- --help\n`);
    return 2;
  }
}

function verdict(results: readonly WorkloadResult[], audit: AuditBenchResult | null): 0 | 1 | 3 {
  const python = audit?.python;
  const missed = results.some(
    ({ comparisons, loading, memory }) =>
      !memory.flat || loading?.met === false || comparisons.some(({ met }) => !met),
  );
  const auditMissed = audit?.resampled.met === false || (typeof python === 'object' && !python.met);
  if (missed || auditMissed) return 1;
  const unmeasured = results.some(({ contenders }) => contenders.some(({ problem }) => problem));
  return unmeasured || typeof python === 'string' ? 3 : 0;
}

process.exitCode = await main(process.argv.slice(2));
