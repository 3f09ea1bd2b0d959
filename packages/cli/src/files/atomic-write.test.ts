import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../user-error.ts';
import { makeFolder, writeFileAtomically } from './atomic-write.ts';

describe('writeFileAtomically', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'temper-atomic-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes text as UTF-8 and bytes as they are, and replaces what was there', async () => {
    const path = join(folder, 'a.bin');
    await writeFileAtomically(path, 'α = 0.1');
    expect(await readFile(path)).toEqual(
      Buffer.from([0xce, 0xb1, 0x20, 0x3d, 0x20, 0x30, 0x2e, 0x31]),
    );
    await writeFileAtomically(path, Uint8Array.of(0, 255, 10));
    expect([...(await readFile(path))]).toEqual([0, 255, 10]);
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('keeps what was there and leaves no temporary file when the rename fails', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'kept');
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow(UserError);
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
  });

  it('says in one line which file could not be written, and why', async () => {
    const path = join(folder, 'absent', 'a.json');
    const error: unknown = await writeFileAtomically(path, '{}').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as UserError;
    expect(message).toContain(`expected to write '${path}', got ENOENT`);
    expect(message).not.toContain('\n');
  });

  it('leaves one whole file when many write at once', async () => {
    const path = join(folder, 'raced');
    const texts = Array.from({ length: 12 }, (_, writer) => String(writer).repeat(20_000));
    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['raced']);
  });
});

describe('makeFolder', () => {
  it('makes folders below one that others make at the same time', async () => {
    const root = await mkdtemp(join(tmpdir(), 'temper-folders-'));
    try {
      for (let round = 0; round < 100; round++) {
        const paths = Array.from({ length: 4 }, (_, i) => join(root, `${round}`, 'runs', `${i}`));
        await Promise.all(paths.map(makeFolder));
        expect(await readdir(join(root, `${round}`, 'runs'))).toHaveLength(4);
      }
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('makes folders above it, and refuses in one line where a file stands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'temper-folder-'));
    await makeFolder(join(folder, 'a', 'b'));
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
    await writeFile(join(folder, 'file'), '');
    await expect(makeFolder(join(folder, 'file', 'c'))).rejects.toThrow(
      /expected to write '.*ENOTDIR/,
    );
    await rm(folder, { recursive: true });
  });
});
