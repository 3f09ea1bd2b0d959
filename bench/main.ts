import { loadavg } from 'node:os';
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
    const results: WorkloadResult[] = [];
    for (const name of options.workloads) {
      const result = await benchWorkload(name, options, (line) =>
        process.stderr.write(`${line}\n`),
      );
      results.push(result);
      if (!options.json) process.stdout.write(formatResult(result));
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ loadBefore, results })}\n`);
    return verdict(results);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}; see npm run bench -- --help\n`);
    return 2;
  }
}

function verdict(results: readonly WorkloadResult[]): 0 | 1 | 3 {
  const missed = results.some(
    ({ comparisons, loading, memory }) =>
      !memory.flat || loading?.met === false || comparisons.some(({ met }) => !met),
  );
  if (missed) return 1;
  const unmeasured = results.some(({ contenders }) => contenders.some(({ problem }) => problem));
  return unmeasured ? 3 : 0;
}

process.exitCode = await main(process.argv.slice(2));
