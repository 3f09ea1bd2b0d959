import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTrialConfig, type TrialConfig } from 'temper';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrokenError } from '../broken-error.ts';
import { InterruptedError } from '../terminal/interrupts.ts';
import type { Io } from '../terminal/io.ts';
import { RunDirectory } from '../trials/run-directory.ts';
import { UserError } from '../user-error.ts';
import { poolResults } from './pool-results.ts';
import type { PoolOutcome, PoolTrial } from './pool-trial.ts';
import { runPool } from './run-pool.ts';
import type { StartTrial } from './start-trial.ts';
import type { TrialEnding } from './trial-messages.ts';

let root = '';
let runs = '';
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'temper-pool-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  runs = join(root, String(folders++));
});

function trial(seed: number): PoolTrial {
  const config = resolveTrialConfig({
    data: { name: 'glyphs', train: 64, validation: 64, test: 64 },
    model: { name: 'mlp', hidden: [4] },
    learningRate: 0.1,
    batchSize: 32,
    epochs: 2,
    seed,
  });
  return { label: `trial ${seed}`, config };
}

/** What was said, and Ctrl-C. */
function makeIo(): { io: Io; said: string[]; interrupt: () => void } {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const task = { update: () => undefined, finish: () => undefined, drop: () => undefined };
  let interrupt = (): void => undefined;
  const io = {
    info: say,
    warn: say,
    progress: () => task,
    onInterrupt: (callback: () => void) => {
      interrupt = callback;
      return () => undefined;
    },
  };
  return {
    io: io as unknown as Io,
    said,
    interrupt: () => {
      interrupt();
    },
  };
}

/** What a finished trial leaves, as far as the pool looks. */
async function leaveResult(place: string, config: TrialConfig): Promise<void> {
  const directory = new RunDirectory(place, config);
  await mkdir(directory.path, { recursive: true });
  await writeFile(directory.file('config.json'), '{}');
  await writeFile(directory.file('analysis.json'), '{}');
}

/** Trials that take a moment and do nothing; `endings` says how those of a seed end. */
function fakeStart(endings: Readonly<Record<number, TrialEnding>> = {}): {
  start: StartTrial;
  started: number[];
  most: () => number;
} {
  const started: number[] = [];
  let [running, most] = [0, 0];
  const start: StartTrial = ({ config, runs: place }) => {
    started.push(config.seed);
    most = Math.max(most, ++running);
    let stopped = (): void => undefined;
    const stopping = new Promise<TrialEnding>((resolve) => {
      stopped = () => {
        resolve({ status: 'stopped' });
      };
    });
    const work = async (): Promise<TrialEnding> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const ending = endings[config.seed] ?? { status: 'finished', reused: false };
      if (ending.status === 'finished') await leaveResult(place, config);
      return ending;
    };
    const ended = Promise.race([work(), stopping]).finally(() => running--);
    return { stop: stopped, ended };
  };
  return { start, started, most: () => most };
}

const statuses = (outcomes: readonly PoolOutcome[]): string[] =>
  outcomes.map(({ status }) => status);

describe('runPool', () => {
  it('runs as many at a time as it may, each with its share of threads', async () => {
    const { start, started, most } = fakeStart();
    const threads: number[] = [];
    const counted: StartTrial = (order, onEvent) => {
      threads.push(order.threads);
      return start(order, onEvent);
    };
    const trials = [0, 1, 2, 3, 4].map((seed) => trial(seed));
    const options = { runs, jobs: 2, threadsEach: 3, start: counted };
    const outcomes = await runPool(trials, options, makeIo().io);
    expect(most()).toBe(2);
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(threads).toEqual([3, 3, 3, 3, 3]);
    const directories = outcomes.map((each) => each.status === 'finished' && each.result.directory);
    expect(directories).toEqual(trials.map(({ config }) => new RunDirectory(runs, config).path));
  });

  it('leaves the others alone when one fails, and goes on with that one alone', async () => {
    const failed = { status: 'failed', message: 'no room', mistake: true } as const;
    const first = fakeStart({ 1: failed });
    const trials = [0, 1, 2].map((seed) => trial(seed));
    const place = { runs, jobs: 1, threadsEach: 1 };
    const { io, said } = makeIo();
    const outcomes = await runPool(trials, { ...place, start: first.start }, io);
    expect(statuses(outcomes)).toEqual(['finished', 'failed', 'finished']);
    expect(said).toContain('trial 1: no room');
    const again = fakeStart();
    const after = await runPool(trials, { ...place, start: again.start }, io);
    expect(again.started).toEqual([1]);
    expect(after.map((each) => each.status === 'finished' && each.reused)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('at Ctrl-C stops what runs and starts no more', async () => {
    const { start, started } = fakeStart();
    const { io, interrupt } = makeIo();
    const trials = [0, 1, 2].map((seed) => trial(seed));
    const interrupting: StartTrial = (order, onEvent) => {
      if (order.config.seed === 1) setTimeout(interrupt, 1);
      return start(order, onEvent);
    };
    const options = { runs, jobs: 1, threadsEach: 1, start: interrupting };
    const outcomes = await runPool(trials, options, io);
    expect(statuses(outcomes)).toEqual(['finished', 'stopped', 'stopped']);
    expect(started).toEqual([0, 1]);
  });

  it('lets others go first while another process is at a trial, then takes its result', async () => {
    const { start, started } = fakeStart();
    const { io, said } = makeIo();
    const [busy, free] = [trial(0), trial(1)];
    const directory = new RunDirectory(runs, busy.config);
    await mkdir(directory.path, { recursive: true });
    // The process that started this one is alive as long as this one is.
    const claim = { pid: process.ppid, host: hostname() };
    await writeFile(directory.file('claim.json'), JSON.stringify(claim));
    const options = { runs, jobs: 1, threadsEach: 1, patience: 20, start };
    const pool = runPool([busy, free], options, io);
    setTimeout(() => void leaveResult(runs, busy.config), 100);
    const outcomes = await pool;
    expect(started).toEqual([1]);
    expect(outcomes[0]).toMatchObject({ status: 'finished', reused: true });
    expect(said.filter((line) => line.includes('is at it'))).toHaveLength(1);
  });
});

describe('poolResults', () => {
  const trials = [trial(0), trial(1)];
  const finished = { status: 'finished', reused: false, result: {} } as unknown as PoolOutcome;
  const broken = { status: 'failed', message: 'Error: x\n  at y', mistake: false } as const;
  const call = 'npx temper study run accuracy';

  it.each([
    [
      { ...broken, message: 'no data', mistake: true },
      UserError,
      /1 of 2 trials failed: trial 1: no data;/,
    ],
    [broken, BrokenError, /1 of 2 trials failed: trial 1: Error: x;/],
    [{ status: 'stopped' } as const, InterruptedError, /stopped with 1 of 2 trials done, saved/],
  ])('throws for %j, and says how to go on', (outcome, kind, message) => {
    const results = (): unknown => poolResults(trials, [finished, outcome], call);
    expect(results).toThrow(kind);
    expect(results).toThrow(message);
    expect(results).toThrow(call);
  });
});
