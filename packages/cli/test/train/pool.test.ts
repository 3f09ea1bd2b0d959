import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTrialConfig } from 'temper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PoolTrial, runPool } from '../../src/pool/index.ts';
import type { Io } from '../../src/terminal/io.ts';
import { RunDirectory } from '../../src/trials/run-directory.ts';

let runs = '';
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), 'temper-pool-'));
});
afterAll(() => rm(runs, { recursive: true, force: true }));

function trial(seed: number, fields: object = {}): PoolTrial {
  const config = resolveTrialConfig({
    data: { name: 'glyphs', train: 64, validation: 64, test: 64 },
    model: { name: 'mlp', hidden: [4] },
    learningRate: 0.1,
    batchSize: 32,
    epochs: 2,
    seed,
    ...fields,
  });
  return { label: `trial ${seed}`, config };
}

const said: string[] = [];
const task = { update: () => undefined, finish: () => undefined, drop: () => undefined };
const io = {
  info: (line: string) => said.push(line),
  warn: (line: string) => said.push(line),
  progress: () => task,
  onInterrupt: () => () => undefined,
} as unknown as Io;

describe('runPool', () => {
  it('gives every trial a process: one that is killed takes no other along, and goes on later', async () => {
    const [good, bad, killed] = [
      trial(0),
      trial(1, { learningRate: 1e30, epochs: 50 }),
      trial(2, { epochs: 100 }),
    ];
    const directory = new RunDirectory(runs, killed.config);
    const epochs = async (): Promise<string[]> => {
      const text = await readFile(directory.file('metrics.jsonl'), 'utf8').catch(() => '');
      return text.split('\n').slice(0, -1);
    };
    const killing = (async () => {
      while ((await epochs()).length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
      const claim = await readFile(directory.file('claim.json'), 'utf8');
      const { pid } = JSON.parse(claim) as { pid: number };
      expect(pid).not.toBe(process.pid);
      process.kill(pid, 'SIGKILL');
    })();
    const options = { runs, jobs: 3, threadsEach: 1 };
    const outcomes = await runPool([good, bad, killed], options, io);
    await killing;
    expect(outcomes[0]).toMatchObject({ status: 'finished', reused: false });
    expect(outcomes[1]).toMatchObject({ status: 'failed', mistake: true });
    expect(outcomes[2]).toMatchObject({
      status: 'failed',
      mistake: false,
      message: expect.stringContaining('was ended by SIGKILL') as string,
    });
    expect(said.join('\n')).toMatch(/trial 1: .*expected a finite loss/);
    const page = await readFile(new RunDirectory(runs, good.config).file('report.html'), 'utf8');
    expect(page).toContain('<h1>mlp on glyphs, hard labels</h1>');
    // Wall times are in the lines: those from before were not made again.
    const before = (await epochs()).slice(0, 4);
    const [after] = await runPool([killed], options, io);
    expect(after).toMatchObject({ status: 'finished', reused: false });
    expect((await epochs()).slice(0, 4)).toEqual(before);
    expect(await epochs()).toHaveLength(100);
  });
});
