import { benchMlp, type MlpResult } from './mlp.ts';
import { parseBenchOptions, USAGE, UsageError } from './options.ts';
import { formatMlpResult } from './report.ts';

/** 0 every target is met, 1 one is missed, 2 a mistake in the call, 3 something was not measured. */
async function main(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  try {
    const options = parseBenchOptions(args);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    const result = await benchMlp(options, (line) => process.stderr.write(`${line}\n`));
    process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : formatMlpResult(result));
    return verdict(result);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}; see npm run bench -- --help\n`);
    return 2;
  }
}

function verdict({ comparisons, memory, contenders }: MlpResult): 0 | 1 | 3 {
  if (!memory.flat || comparisons.some(({ met }) => !met)) return 1;
  return contenders.some(({ problem }) => problem !== null) ? 3 : 0;
}

process.exitCode = await main(process.argv.slice(2));
