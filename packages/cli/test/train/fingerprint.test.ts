import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FloatTensor,
  parseNpz,
  smoothingFingerprint,
  type SmoothingFingerprint,
  type TrialConfigInput,
} from 'temper';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../support/run-command.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temper-fingerprint-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Trains a small network with `temper train`, and takes the fingerprint of its test logits. */
async function fingerprintAfter(labelSmoothing: number): Promise<SmoothingFingerprint> {
  const config: TrialConfigInput = {
    data: { name: 'glyphs', train: 3000, validation: 100, test: 1000, difficulty: 0.4 },
    model: { name: 'mlp', hidden: [64, 32] },
    loss: { labelSmoothing },
    learningRate: 0.1,
    schedule: { name: 'linear-to-zero' },
    batchSize: 64,
    epochs: 8,
  };
  const out = join(folder, String(labelSmoothing));
  const file = join(folder, `${labelSmoothing}.json`);
  await writeFile(file, JSON.stringify(config));
  const place = ['--out', out, '--threads', '1', '--json'];
  const { exitCode, stderr } = await runCommand(['train', '--config', file, ...place]);
  expect(exitCode, stderr).toBe(0);
  const [run] = await readdir(join(out, 'train'));
  const arrays = parseNpz(await readFile(join(out, 'train', run!, 'predictions-test.npz')));
  return smoothingFingerprint(arrays.get('logits') as FloatTensor);
}

it('tells a model trained on hard labels from one trained with smoothing, and by how much', async () => {
  const [hard, smoothed] = await Promise.all([fingerprintAfter(0), fingerprintAfter(0.1)]);
  expect(hard).toMatchObject({ verdict: 'hard', alpha: null });
  expect(smoothed.verdict).toBe('smoothed');
  expect(smoothed.alpha).toBeGreaterThan(0.07);
  expect(smoothed.alpha).toBeLessThan(0.13);
});
