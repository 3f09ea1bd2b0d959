import { open, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { FormatError } from 'temper';
import { describe, expect, it } from 'vitest';
import { packTar, plant, png, type Tree, useScratch } from '../../test/support/image-tree.ts';
import { UserError } from '../user-error.ts';
import type { DecodedImages } from './decoded-images.ts';
import { loadClassFolders } from './load-class-folders.ts';

const scratch = useScratch();
const pets = (): string => path.join(scratch.root, 'pets');
const petsTar = (): string => path.join(scratch.root, 'pets.tar.gz');

const tree = async (): Promise<Tree> => ({
  'train/cat/1.png': await png([10, 20, 30], 2),
  'train/dog/1.png': await png([40, 50, 60], 2),
  'train/dog/2.png': await png([70, 80, 90], 2),
  'test/dog/3.png': await png([100, 110, 120], 2),
});

/** Loads, and counts how many images were decoded for it. */
async function load(
  place: string,
  { size = 2, skipUnreadable = false } = {},
): Promise<{ decoded: number; images: DecodedImages }> {
  let decoded = 0;
  const images = await loadClassFolders(place, {
    size,
    channels: 3,
    resize: 'cover',
    skipUnreadable,
    remedy: 'mend it',
    onProgress: (done, total) => {
      expect(done).toBe(decoded + 1);
      expect(total).toBe(4);
      decoded = done;
    },
  });
  return { decoded, images };
}

const cacheFile = async (): Promise<string> => {
  const [name, ...others] = await readdir(path.join(scratch.cache, 'decoded'));
  expect(others).toEqual([]);
  return path.join(scratch.cache, 'decoded', name!);
};

describe('loadClassFolders', () => {
  it.each(['folder', 'archive'])(
    'decodes the images of a %s once, in their order',
    async (kind) => {
      await plant(pets(), await tree());
      await writeFile(petsTar(), gzipSync(packTar(await tree())));
      const place = kind === 'folder' ? pets() : petsTar();
      const first = await load(place);
      expect(first.decoded).toBe(4);
      expect(first.images.classNames).toEqual(['cat', 'dog']);
      const { train, test } = first.images.splits;
      expect(train!.images.shape).toEqual([3, 2, 2, 3]);
      expect([...train!.labels, ...test!.labels]).toEqual([0, 1, 1, 1]);
      expect([0, 12, 24].map((at) => [...train!.images.data.subarray(at, at + 3)])).toEqual([
        [10, 20, 30],
        [40, 50, 60],
        [70, 80, 90],
      ]);
      expect([...test!.images.data]).toEqual([1, 2, 3, 4].flatMap(() => [100, 110, 120]));
      expect(await load(place)).toEqual({ ...first, decoded: 0 });
      await expect(readdir(path.join(scratch.cache, 'decoded'))).resolves.toHaveLength(1);
    },
  );

  it('knows a folder that was moved, and decodes again for another size or a changed file', async () => {
    await plant(pets(), await tree());
    await load(pets());
    const moved = path.join(scratch.root, 'moved');
    await rename(pets(), moved);
    expect((await load(moved)).decoded).toBe(0);
    expect((await load(moved, { size: 1 })).decoded).toBe(4);
    await utimes(path.join(moved, 'test/dog/3.png'), 1, 1);
    expect((await load(moved)).decoded).toBe(4);
    expect((await load(moved)).decoded).toBe(0);
  });

  it.each([
    ['cut short', (bytes: Buffer): Uint8Array => bytes.subarray(0, -100)],
    ['changed', (bytes: Buffer): Uint8Array => bytes.fill(bytes[300]! ^ 1, 300, 301)],
  ])('decodes again if what was kept is %s', async (_, damage) => {
    await plant(pets(), await tree());
    const { images } = await load(pets());
    const file = await cacheFile();
    const before = await readFile(file);
    await writeFile(file, damage(Buffer.from(before)));
    expect(await load(pets())).toEqual({ decoded: 4, images });
    expect(await readFile(file)).toEqual(before);
  });

  it('names a file that cannot be read, and keeps nothing', async () => {
    await plant(pets(), { ...(await tree()), 'train/dog/2.png': new Uint8Array(9) });
    const broken = path.join(pets(), 'train', 'dog', '2.png');
    const error = await load(pets()).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toBe(
      `${broken}: expected an image that can be read, got Input buffer contains unsupported image format; mend it`,
    );
    expect(await readdir(path.join(scratch.cache, 'decoded'))).toEqual([]);
  });

  it('leaves unreadable files out if asked to, and says which, also when it decodes nothing', async () => {
    await plant(pets(), { ...(await tree()), 'train/dog/2.png': new Uint8Array(9) });
    await rm(path.join(pets(), 'train/dog/1.png'));
    await symlink('nowhere', path.join(pets(), 'train/dog/1.png'));
    await plant(pets(), { 'train/dog/0.png': await png([1, 2, 3], 2) });
    await rm(path.join(pets(), 'test'), { recursive: true });
    for (const decoded of [4, 0]) {
      const { images, ...found } = await load(pets(), { skipUnreadable: true });
      expect(found.decoded).toBe(decoded);
      expect([...images.splits.train!.labels]).toEqual([0, 1]);
      expect([...images.splits.train!.images.data.subarray(12, 15)]).toEqual([1, 2, 3]);
      expect(images.unreadable).toEqual([
        `${path.join(pets(), 'train/dog/1.png')}: expected an image that can be read, got ENOENT`,
        expect.stringContaining(`${path.join(pets(), 'train/dog/2.png')}: expected an image`),
      ]);
    }
    // What was kept with files left out is not what is wanted where none may be.
    await expect(load(pets())).rejects.toThrow(FormatError);
  });

  it('tells of no image more once it has failed', async () => {
    await plant(pets(), { ...(await tree()), 'train/cat/1.png': new Uint8Array(9) });
    let isOver = false;
    const late: number[] = [];
    const loading = loadClassFolders(pets(), {
      size: 2,
      channels: 3,
      resize: 'cover',
      skipUnreadable: false,
      remedy: 'mend it',
      onProgress: (done) => {
        if (isOver) late.push(done);
      },
    });
    await expect(loading.finally(() => (isOver = true))).rejects.toThrow(FormatError);
    await setTimeout(50);
    expect(late).toEqual([]);
  });

  it('names a link that leads back to a folder it is in', async () => {
    await plant(pets(), await tree());
    await symlink('..', path.join(pets(), 'train/up'));
    await expect(load(pets())).rejects.toThrow(
      new FormatError(
        `${path.join(pets(), 'train/up')}: expected a folder that ends somewhere, got a link back to one that it is in; remove the link`,
      ),
    );
  });

  it('refuses an archive that is too large to be read at once', async () => {
    const file = await open(petsTar(), 'w');
    await file.truncate(3 * 2 ** 30);
    await file.close();
    await expect(load(petsTar())).rejects.toThrow(
      new FormatError(
        `${petsTar()}: expected an archive of less than 2 GiB, got 3.0 GiB; unpack it and name the folder`,
      ),
    );
  });

  it.each([
    ['a gzip file cut short', (tar: Uint8Array) => gzipSync(tar).subarray(0, -20), 'gzip file'],
    ['an archive cut short', (tar: Uint8Array) => tar.subarray(0, 540), 'one cut short in'],
    ['other bytes', () => new Uint8Array(600).fill(80), 'tar archive, got other bytes'],
  ])('refuses %s in one line', async (_, make, expected) => {
    await writeFile(petsTar(), make(packTar(await tree())));
    const error = await load(petsTar()).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toContain(expected);
    expect((error as Error).message).toMatch(
      /^[^\n]*pets\.tar\.gz: expected an intact [^\n]*again$/,
    );
  });

  it('refuses a path with nothing there', async () => {
    await expect(load(pets())).rejects.toThrow(
      new UserError(
        `expected a folder or tar archive of class folders at '${pets()}', found nothing; name one that is there`,
      ),
    );
  });

  it('says where it cannot keep what it decodes, before it decodes', async () => {
    await plant(pets(), await tree());
    await writeFile(scratch.cache, 'a file in the place of the folder');
    await expect(load(pets())).rejects.toThrow(UserError);
    await expect(load(pets())).rejects.toThrow('TEMPER_CACHE');
  });
});
