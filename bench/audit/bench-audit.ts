import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from '../options.ts';
import { median, timeRatio, type TimeRatio } from '../statistics.ts';
import { auditWithPython, auditWithTemper } from './auditors.ts';
import { type Disagreement, disagreements } from './figures.ts';
import { writeLogitsFile } from './logits-file.ts';

const SIZE = { count: 50_000, numClasses: 1000 };
const ROUNDS = 3;
const RESAMPLES = 200;

/** Most of Python's time that Temper may take. */
const MOST_RATIO = 0.25;
/** Most seconds that Temper may take with resamples. */
const MOST_SECONDS = 3;

/** What the benchmark of `temper audit` found; times are seconds by round. */
export interface AuditBenchResult {
  readonly count: number;
  readonly numClasses: number;
  readonly threads: number;
  readonly rounds: number;
  /** Whole process, without resamples. */
  readonly temper: readonly number[];
  /** Whole process, every interval from so many resamples. */
  readonly resampled: {
    readonly resamples: number;
    readonly seconds: readonly number[];
    readonly atMost: number;
    /** By the median. */
    readonly met: boolean;
  };
  /** From opening the file to the last figure; a line of text that says why if it could not be measured. */
  readonly python:
    | string
    | {
        readonly versions: string;
        readonly seconds: readonly number[];
        readonly ratio: TimeRatio;
        readonly atMost: number;
        /** By the ratio of medians, and only with the same figures. */
        readonly met: boolean;
        readonly disagreements: readonly Disagreement[];
      };
}

/** Times `temper audit` and what Python has for it on the same file of logits, in turns. */
export async function benchAudit(
  { threads, rounds = ROUNDS, python }: Omit<BenchOptions, 'workloads' | 'audit'>,
  report: (line: string) => void,
): Promise<AuditBenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'temper-bench-'));
  try {
    report(`audit: ${SIZE.count} x ${SIZE.numClasses} logits`);
    const file = join(folder, 'logits.npz');
    await writeLogitsFile(file, SIZE);
    // Not counted: it compiles what has changed, and says what the figures are.
    report('audit: figures');
    const own = await auditWithTemper(file, 0);
    const theirs = await auditWithPython(file, { python, threads }).catch(
      (error: unknown) => (error as Error).message,
    );
    const [temper, resampled, reference]: [number[], number[], number[]] = [[], [], []];
    for (let round = 1; round <= rounds; round++) {
      report(`audit: round ${round} of ${rounds}`);
      if (typeof theirs !== 'string') {
        reference.push((await auditWithPython(file, { python, threads })).seconds);
      }
      temper.push((await auditWithTemper(file, 0)).seconds);
      resampled.push((await auditWithTemper(file, RESAMPLES)).seconds);
    }
    return {
      ...SIZE,
      threads,
      rounds,
      temper,
      resampled: {
        resamples: RESAMPLES,
        seconds: resampled,
        atMost: MOST_SECONDS,
        met: median(resampled) <= MOST_SECONDS,
      },
      python:
        typeof theirs === 'string'
          ? theirs
          : comparison({
              versions: theirs.versions,
              seconds: reference,
              ratio: timeRatio(temper, reference),
              disagreements: disagreements(own.figures, theirs.figures),
            }),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Comparison = Exclude<AuditBenchResult['python'], string>;

function comparison(found: Omit<Comparison, 'atMost' | 'met'>): Comparison {
  const met = found.ratio.ofMedians <= MOST_RATIO && found.disagreements.length === 0;
  return { ...found, atMost: MOST_RATIO, met };
}
