import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { predictionBlocks, readPredictionFile } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temper-predictions-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readPredictionFile', () => {
  test('reads a file, whole and in blocks that name their first row', async () => {
    const path = join(folder, 'many.CSV');
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 2},${i},-1`);
    await writeFile(path, `label,logit_0,logit_1\n${rows.join('\n')}\n`);
    const whole = await readPredictionFile(path);
    expect(whole.labels.length).toBe(rows.length);
    let next = 0;
    let count = 0;
    for await (const block of predictionBlocks(path)) {
      expect(block.firstRow).toBe(next);
      if (block.kind === 'logits') expect(block.scores[0]).toBe(next);
      next += block.labels.length;
      count++;
    }
    expect(next).toBe(rows.length);
    expect(count).toBeGreaterThan(1);
  });

  test.each([
    ['nowhere.npz', 'no such file'],
    [
      'scores.pkl',
      'expected a file of saved predictions (.npz, .safetensors, .parquet, .csv), got',
    ],
  ])('refuses %s', async (name, message) => {
    const path = join(folder, name);
    await expect(readPredictionFile(path)).rejects.toThrow(UserError);
    await expect(readPredictionFile(path)).rejects.toThrow(message);
    await expect(predictionBlocks(path).next()).rejects.toThrow(message);
  });
});
