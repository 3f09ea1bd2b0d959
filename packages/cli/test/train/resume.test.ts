import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { resolveTrialConfig, Rng } from 'temper';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../bin/temper.js', import.meta.url));
/** Small enough for a few seconds, long enough to be killed on the way; dropout and momentum have state. */
const DENSE = [
  ...['--data', 'glyphs', '--hidden', '48,32', '--epochs', '40', '--dropout', '0.1'],
  ...['--label-smoothing', '0.1', '--seed', '3'],
];
/** Batch norm has running statistics, and images are cut and mirrored at random. */
const CONVOLUTIONAL = resolveTrialConfig({
  data: { name: 'glyphs', train: 256, validation: 64, test: 64 },
  images: { pad: 2, crop: 16, flip: true, normalization: 'per-channel' },
  model: { name: 'resnet', depth: 20 },
  loss: { labelSmoothing: 0.1 },
  optimizer: { name: 'sgd', nesterov: true },
  learningRate: 0.05,
  batchSize: 32,
  epochs: 14,
  seed: 3,
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temper-resume-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function start(out: string, flags: readonly string[] = DENSE): ChildProcess {
  const place = ['--out', join(folder, out), '--threads', '1', '--json'];
  return spawn(process.execPath, [COMMAND, 'train', ...flags, ...place], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Resolves when a run has said that an epoch is done. */
async function anEpoch(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stderr!) {
    if (/\d+\/\d+ .* gap /.test(String(chunk))) return;
  }
}

async function finish(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** The directory of the only run below a folder. */
async function runOf(out: string): Promise<string> {
  const [hash] = await readdir(join(folder, out, 'train'));
  return join(folder, out, 'train', hash!);
}

async function epochs(run: string): Promise<object[]> {
  const text = await readFile(join(run, 'metrics.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      // Wall time is the one thing that may differ.
      const { seconds: _seconds, ...row } = JSON.parse(line) as { seconds: number };
      return row;
    });
}

/** Requires the runs `whole` and `killed` to have ended alike, byte for byte, and left nothing else. */
async function expectSameRuns(): Promise<void> {
  const [whole, killed] = [await runOf('whole'), await runOf('killed')];
  for (const file of [
    'checkpoints/last.safetensors',
    'checkpoints/best.safetensors',
    'predictions-test.npz',
    'model.onnx',
    'analysis.json',
  ]) {
    const [expected, got] = [await readFile(join(whole, file)), await readFile(join(killed, file))];
    expect(got.equals(expected), file).toBe(true);
  }
  expect(await epochs(killed)).toEqual(await epochs(whole));
  const leftovers = (await readdir(killed, { recursive: true })).filter((name) =>
    /[.]tmp$|claim/.test(name),
  );
  expect(leftovers).toEqual([]);
}

describe('temper train', () => {
  it('ends bit for bit the same after five kills as without', async () => {
    const rng = Rng.fromSeed(5);
    expect(await finish(start('whole'))).toBe(0);
    for (let kill = 0; kill < 5; kill++) {
      const child = start('killed');
      // From before the first step to the middle of the run.
      const timer = setTimeout(() => child.kill('SIGKILL'), 700 + 2300 * rng.uniform());
      await finish(child);
      clearTimeout(timer);
      expect(child.signalCode).toBe('SIGKILL');
    }
    // The kills came late enough for there to be something to go on from.
    expect((await epochs(await runOf('killed'))).length).toBeGreaterThan(0);
    expect(await finish(start('killed'))).toBe(0);
    await expectSameRuns();
  });

  it('does so with a convolutional network, its statistics and augmentation', async () => {
    const rng = Rng.fromSeed(6);
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify(CONVOLUTIONAL));
    const flags = ['--config', config];
    expect(await finish(start('whole', flags))).toBe(0);
    for (let kill = 0; kill < 5; kill++) {
      const child = start('killed', flags);
      const ended = finish(child);
      await anEpoch(child);
      await setTimeoutAsync(300 * rng.uniform());
      child.kill('SIGKILL');
      await ended;
      expect(child.signalCode).toBe('SIGKILL');
    }
    expect(await finish(start('killed', flags))).toBe(0);
    await expectSameRuns();
  });

  it('saves on Ctrl-C, says how to go on, and goes on', async () => {
    const child = start('stopped');
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    setTimeout(() => child.kill('SIGINT'), 3000);
    expect(await finish(child)).toBe(130);
    const [, command] = /stopped at step \d+, saved; go on with: npx temper (.*)/.exec(said)!;
    const before = (await epochs(await runOf('stopped'))).length;
    const again = spawn(process.execPath, [COMMAND, ...command!.split(' '), '--json'], {
      stdio: 'ignore',
    });
    expect(await finish(again)).toBe(0);
    expect(before).toBeLessThan(40);
    expect((await epochs(await runOf('stopped'))).length).toBe(40);
  });
});
