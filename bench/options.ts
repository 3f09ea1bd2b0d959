import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** A mistake in the call. */
export class UsageError extends Error {}

/** What the benchmarks are told. */
export interface BenchOptions {
  readonly benchmark: 'mlp';
  readonly threads: number;
  readonly rounds: number;
  /** The Python to run PyTorch with. */
  readonly python: string;
  readonly json: boolean;
}

export const USAGE = `npm run bench -- mlp [options]

Trains the same network with Temper, PyTorch, TensorFlow.js and jax-js, in turns, and prints ratios.

  --threads N      threads of each contender that has them (default: all cores)
  --rounds N       turns of each contender (default 12)
  --python PATH    a Python with PyTorch (default: $TEMPER_BENCH_PYTHON, .ref/bin/python, python3)
  --json           print JSON

Exit code: 0 every target is met, 1 one is missed, 2 a mistake in the call, 3 something could not be measured.
`;

/**
 * Reads the command line.
 * @returns Undefined if it asks for help.
 * @throws UsageError
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [benchmark, ...rest] = positionals;
  if (benchmark !== 'mlp' || rest.length > 0) {
    throw new UsageError(`expected the benchmark mlp, got ${positionals.join(' ') || 'none'}`);
  }
  return {
    benchmark,
    threads: count('--threads', values.threads, availableParallelism()),
    rounds: count('--rounds', values.rounds, 12),
    python: values.python ?? defaultPython(),
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        threads: { type: 'string' },
        rounds: { type: 'string' },
        python: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new UsageError(`expected ${name} to be a whole number from 1, got ${text}`);
  }
  return value;
}

function defaultPython(): string {
  const own = join(import.meta.dirname, '..', '.ref', 'bin', 'python');
  return process.env.TEMPER_BENCH_PYTHON ?? (existsSync(own) ? own : 'python3');
}
