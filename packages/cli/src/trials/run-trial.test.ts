import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeIdx, hostTensor, resolveTrialConfig, type TrialConfig } from 'temper';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { plant, png } from '../../test/support/image-tree.ts';
import { UserError } from '../user-error.ts';
import { RunDirectory } from './run-directory.ts';
import { runTrial, type TrialOutcome } from './run-trial.ts';
import type { TrialEvent } from './trial-events.ts';

const config = (fields: object = {}): TrialConfig =>
  resolveTrialConfig({
    data: { name: 'glyphs', train: 64, validation: 64, test: 64 },
    model: { name: 'mlp', hidden: [4] },
    loss: { labelSmoothing: 0.1 },
    learningRate: 0.1,
    batchSize: 32,
    epochs: 2,
    ...fields,
  });

let root = '';
let runs = '';
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'temper-trial-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  runs = join(root, String(folders++));
});

function run(
  given: TrialConfig,
  onEvent: (event: TrialEvent) => void = () => undefined,
): Promise<TrialOutcome> {
  return runTrial({ config: given, runs, threads: 1, dataDir: join(runs, 'data'), onEvent });
}

async function refusal(given: TrialConfig): Promise<string> {
  const error: unknown = await run(given).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.toContain('\n');
  return message;
}

describe('runTrial', () => {
  it('trains once and reads what is there afterwards', async () => {
    const types: string[] = [];
    const shares: number[] = [];
    const first = await run(config(), (event) => {
      types.push(event.type);
      if (event.type === 'phase-progress') shares.push(event.share);
    });
    expect(first).toMatchObject({ status: 'finished', reused: false });
    expect(types.filter((type) => type === 'epoch')).toHaveLength(2);
    expect(types.at(-1)).toBe('done');
    // Splits of 64 images each, a batch each, while it is measured.
    expect(types.slice(-4, -1)).toEqual(Array.from({ length: 3 }, () => 'phase-progress'));
    expect(shares).toEqual([0, 1 / 3, 2 / 3]);
    const second = await run(config(), ({ type }) => {
      throw new Error(`unexpected event ${type}`);
    });
    expect(second).toEqual({ ...first, reused: true });
    const files = await readdir(new RunDirectory(runs, config()).path, { recursive: true });
    expect(files.sort()).toEqual([
      'analysis.json',
      'checkpoints',
      'checkpoints/best.safetensors',
      'checkpoints/last.safetensors',
      'config.json',
      'metrics.jsonl',
      'model.onnx',
      'predictions-test.npz',
      'predictions-train.npz',
      'predictions-validation.npz',
    ]);
  });

  it('refuses a checkpoint that is cut short, and leaves it as it is', async () => {
    const { path } = await finished();
    await rm(join(path, 'analysis.json'));
    const checkpoint = join(path, 'checkpoints', 'last.safetensors');
    const bytes = await readFile(checkpoint);
    await writeFile(checkpoint, bytes.subarray(0, bytes.length - 10));
    expect(await refusal(config())).toMatch(
      /last[.]safetensors: expected a whole checkpoint, got a damaged one .*; delete it/,
    );
    expect((await readFile(checkpoint)).length).toBe(bytes.length - 10);
  });

  it('refuses a checkpoint of another config', async () => {
    const { path } = await finished();
    const other = new RunDirectory(runs, config({ seed: 1 }));
    await mkdir(other.file('checkpoints'), { recursive: true });
    const name = join('checkpoints', 'last.safetensors');
    await writeFile(other.file(name), await readFile(join(path, name)));
    expect(await refusal(config({ seed: 1 }))).toMatch(
      /expected a checkpoint of trial \w{12}, got one of \w{12}; delete it/,
    );
  });

  it('leaves a run alone that another process is at', async () => {
    const directory = new RunDirectory(runs, config());
    await mkdir(directory.path, { recursive: true });
    // The process that started this one is alive as long as this one is.
    const claim = { ...JSON.parse(await claimOf(directory)), pid: process.ppid } as object;
    await writeFile(directory.file('claim.json'), JSON.stringify(claim));
    expect(await refusal(config())).toMatch(/is at it; wait for it, or end it/);
  });

  it('takes over from a process that is gone and sweeps what it left', async () => {
    const directory = new RunDirectory(runs, config());
    await mkdir(directory.file('checkpoints'), { recursive: true });
    const claim = { ...JSON.parse(await claimOf(directory)), pid: 2 ** 22 + 1 } as object;
    await writeFile(directory.file('claim.json'), JSON.stringify(claim));
    await writeFile(directory.file('checkpoints', '.last.safetensors.x.tmp'), 'half');
    expect(await run(config())).toMatchObject({ status: 'finished' });
    expect(await readdir(directory.file('checkpoints'))).toEqual([
      'best.safetensors',
      'last.safetensors',
    ]);
  });

  it.each([
    ['truncated', (bytes: Uint8Array) => bytes.subarray(0, 1000), /expected .* got/],
    ['of another magic', (bytes: Uint8Array) => bytes.fill(7, 0, 4), /expected .* got/],
  ])('names an IDX file that is %s', async (_, damage, message) => {
    const folder = join(runs, 'data', 'mnist');
    await mkdir(folder, { recursive: true });
    const images = encodeIdx(hostTensor('uint8', [60_000, 2, 2], new Uint8Array(240_000)));
    await writeFile(join(folder, 'train-images-idx3-ubyte'), damage(images));
    for (const name of [
      'train-labels-idx1-ubyte',
      't10k-labels-idx1-ubyte',
      't10k-images-idx3-ubyte',
    ]) {
      await writeFile(join(folder, name), encodeIdx(hostTensor('uint8', [1], new Uint8Array(1))));
    }
    const said = await refusal(config({ data: { name: 'mnist' } }));
    expect(said).toMatch(message);
    expect(said).toContain('train-images-idx3-ubyte');
    expect(await readdir(new RunDirectory(runs, config({ data: { name: 'mnist' } })).path)).toEqual(
      ['checkpoints'],
    );
  });

  it('names the first step whose loss is not finite', async () => {
    expect(await refusal(config({ learningRate: 1e30, epochs: 50 }))).toMatch(
      /expected a finite loss, got (NaN|Infinity) at step \d+; lower --learning-rate/,
    );
  });

  it('stops while images are being decoded', async () => {
    const pets = join(runs, 'pets');
    const names = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? 'cat' : 'dog'}/${i}.png`);
    const image = await png([10, 20, 30], 40);
    await plant(pets, Object.fromEntries(names.map((name) => [name, image])));
    vi.stubEnv('TEMPER_CACHE', join(runs, 'cache'));
    const given = config({ data: { name: 'folder', path: pets, size: 8 }, batchSize: 4 });
    const types: string[] = [];
    const outcome = await runTrial({
      config: given,
      runs,
      threads: 1,
      onEvent: ({ type }) => types.push(type),
      onStart: (stop) => {
        stop();
      },
    });
    const { path: directory } = new RunDirectory(runs, given);
    expect(outcome).toEqual({ status: 'stopped', directory, step: null });
    expect(types).toEqual(['phase', 'stopped']);
    expect(await readdir(join(runs, 'cache', 'decoded'))).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('names an image that cannot be read while others are being decoded', async () => {
    const pets = join(runs, 'pets');
    const whole = await png([10, 20, 30], 40);
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    await plant(pets, {
      ...Object.fromEntries(numbers.map((i) => [`cat/${i}.png`, whole])),
      ...Object.fromEntries(numbers.map((i) => [`dog/${i}.png`, whole])),
      'cat/0.png': new Uint8Array(9),
    });
    vi.stubEnv('TEMPER_CACHE', join(runs, 'cache'));
    const data = { name: 'folder', path: pets, size: 8 };
    expect(await refusal(config({ data, batchSize: 4 }))).toContain(
      `${join(pets, 'cat/0.png')}: expected an image that can be read`,
    );
    vi.unstubAllEnvs();
  });
});

async function finished(): Promise<RunDirectory> {
  await run(config());
  return new RunDirectory(runs, config());
}

/** What this machine writes into a claim. */
async function claimOf(directory: RunDirectory): Promise<string> {
  await directory.claim();
  const text = await readFile(directory.file('claim.json'), 'utf8');
  await directory.release();
  return text;
}
