import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeIdx, hostTensor, parseIdx } from 'temper';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFile } from '../../test/support/packed-file.ts';
import { checkFile } from './check-data-set.ts';

const idx = (first: number): Uint8Array =>
  encodeIdx(hostTensor('uint8', [3, 2], Uint8Array.of(first, 2, 3, 4, 5, 6)));
const { file, content, packed } = packFile('digits-ubyte.gz', idx(1));

describe('checkFile', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'temper-check-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['digits-ubyte.gz', packed],
    ['digits-ubyte', content],
  ])('finds %s whole', async (name, bytes) => {
    await writeFile(path.join(folder, name), bytes);
    expect(await checkFile(folder, file, parseIdx)).toEqual({
      name: file.name,
      path: path.join(folder, name),
      state: 'ok',
      detail: '[3, 2]',
    });
  });

  it('finds a missing file', async () => {
    expect(await checkFile(folder, file, parseIdx)).toMatchObject({ path: null, state: 'missing' });
  });

  it('tells sound but different content from damage', async () => {
    await writeFile(path.join(folder, 'digits-ubyte'), idx(9));
    const different = await checkFile(folder, file, parseIdx);
    expect(different.state).toBe('different');
    expect(different.detail).toMatch(
      new RegExp(`^\\[3, 2\\], SHA-256 [0-9a-f]{64} instead of ${file.content.sha256}$`),
    );
    await writeFile(path.join(folder, 'digits-ubyte'), content.subarray(0, -1));
    const cut = await checkFile(folder, file, parseIdx);
    expect(cut).toMatchObject({ state: 'damaged' });
    expect(cut.detail).toContain('it is cut short');
  });

  it.each([
    ['cut short', packed.subarray(0, -5)],
    ['changed', Uint8Array.from(packed, (byte, i) => (i === 20 ? byte ^ 1 : byte))],
  ])('finds a gzip file that is %s damaged', async (_, bytes) => {
    await writeFile(path.join(folder, file.name), bytes);
    const check = await checkFile(folder, file, parseIdx);
    expect(check.state).toBe('damaged');
    expect(check.detail).toContain('expected an intact gzip file, got');
  });
});
