import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { WorkloadName } from './workload.ts';

/** A mistake in the call. */
export class UsageError extends Error {}

/** What the benchmarks are told. */
export interface BenchOptions {
  /** Networks to train; none only if `audit` is asked for. */
  readonly workloads: readonly WorkloadName[];
  /** Whether `temper audit` is timed. */
  readonly audit: boolean;
  readonly threads: number;
  /** Undefined leaves it to the workload. */
  readonly rounds: number | undefined;
  /** The Python to run PyTorch with. */
  readonly python: string;
  readonly json: boolean;
}

const WORKLOAD_NAMES: readonly WorkloadName[] = ['mlp', 'resnet20', 'alexnet'];
const AUDIT = 'audit';

export const USAGE = `npm run bench -- NAME... [options]

Does the same with Temper, PyTorch and others, in turns, and prints ratios of times.

  mlp              training a 784-1200-1200-10 perceptron; with TensorFlow.js and jax-js
  resnet20         training a ResNet-20 on images of 3 x 32 x 32
  alexnet          training the AlexNet of TensorFlow's CIFAR tutorial on the same
  audit            temper audit on saved logits; with torchmetrics and scikit-learn

  --threads N      threads of each contender that has them (default: all cores)
  --rounds N       turns of each contender (default: mlp 12, audit 3, others 8)
  --python PATH    a Python with PyTorch and, for audit, torchmetrics and scikit-learn
                   (default: $TEMPER_BENCH_PYTHON, .ref/bin/python, python3)
  --json           print JSON

Exit code: 0 every target is met, 1 one is missed, 2 a mistake in the call, 3 something could not be measured.
`;

/**
 * Reads the command line.
 * @returns Undefined if it asks for help or for nothing.
 * @throws UsageError
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help || positionals.length === 0) return undefined;
  const workloads = WORKLOAD_NAMES.filter((name) => positionals.includes(name));
  const audit = positionals.includes(AUDIT);
  if (workloads.length + Number(audit) < positionals.length) {
    throw new UsageError(
      `expected any of ${[...WORKLOAD_NAMES, AUDIT].join(', ')}, each once, got ${positionals.join(' ')}`,
    );
  }
  return {
    workloads,
    audit,
    threads: count('--threads', values.threads, availableParallelism()),
    rounds: count('--rounds', values.rounds, undefined),
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

function count<D>(name: string, text: string | undefined, byDefault: D): number | D {
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
