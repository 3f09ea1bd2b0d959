import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CIFAR_LAYOUTS, FormatError } from 'temper';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../temper/test/support/analysis.ts';
import { sharedData } from '../../../temper/test/support/shared-data.ts';
import { packTar, plant, png, useScratch } from '../../test/support/image-tree.ts';
import { arrangeClassFolders, type ClassFolders } from '../images/class-folders.ts';
import { decodeImage } from '../images/decode-image.ts';
import { openSource } from '../images/image-files.ts';
import { UserError } from '../user-error.ts';
import { findCifar } from './find-cifar.ts';
import { assertCifarFolders, loadCifar } from './load-cifar.ts';

const scratch = useScratch();
const folderOf = (name: string): string => path.join(scratch.root, name);
const empty = new Uint8Array(0);

/** CIFAR-100's binary files, blank but for the first training image: a worm with one red pixel. */
function binary100(folder = ''): Record<string, Uint8Array> {
  const train = new Uint8Array(50_000 * 3074);
  train.set([19, 99, 200]);
  return { [`${folder}train.bin`]: train, [`${folder}test.bin`]: new Uint8Array(10_000 * 3074) };
}

describe('findCifar', () => {
  it('prefers binary files, their archive, class folders, an archive of those, in this order', async () => {
    const folder = folderOf('cifar10');
    const find = async (): Promise<unknown> => findCifar('cifar10', folder);
    expect(await find()).toBeUndefined();
    await plant(folder, { 'cifar10-webp.tar.gz': empty, 'notes.txt': empty });
    const classArchive = path.join(folder, 'cifar10-webp.tar.gz');
    expect(await find()).toEqual({
      form: 'archive of class folders',
      path: classArchive,
      rivals: [],
    });
    await plant(folder, { 'train/': empty });
    expect(await find()).toEqual({ form: 'class folders', path: folder });
    await plant(folder, { 'cifar-10-binary.tar.gz': empty });
    expect(await find()).toEqual({
      form: 'archive of binary files',
      path: path.join(folder, 'cifar-10-binary.tar.gz'),
    });
    await plant(folder, { 'cifar-10-batches-bin/data_batch_2.bin': empty });
    const unpacked = path.join(folder, 'cifar-10-batches-bin');
    expect(await find()).toEqual({ form: 'binary files', path: unpacked });
    await plant(folder, { 'test_batch.bin': empty });
    expect(await find()).toEqual({ form: 'binary files', path: folder });
  });
});

describe('loadCifar', () => {
  it.each([
    ['the folder they unpack to', () => binary100('cifar-100-binary/')],
    [
      'their archive',
      () => ({ 'cifar-100-binary.tar.gz': packTar(binary100('cifar-100-binary/')) }),
    ],
  ])('reads binary files from %s', async (_, tree) => {
    await plant(folderOf('cifar100'), tree());
    const { train, test, classNames } = await loadCifar('cifar100', scratch.root);
    expect(test.labels).toHaveLength(10_000);
    expect(classNames[train.labels[0]!]).toBe('worm');
    expect([...train.images.data.subarray(0, 4)]).toEqual([200, 0, 0, 0]);
  });

  it('says in one line what it looked for, and where', async () => {
    await expect(loadCifar('cifar10', scratch.root)).rejects.toThrow(
      new UserError(
        `expected cifar10 in '${folderOf('cifar10')}' as binary files, class folders or a tar archive of these, found none; fetch it with 'temper data get cifar10' or name its folder's parent with --data-dir or TEMPER_DATA`,
      ),
    );
  });

  it('does not choose between archives', async () => {
    await plant(folderOf('cifar10'), { 'b.tar': empty, 'a.tgz': empty });
    await expect(loadCifar('cifar10', scratch.root)).rejects.toThrow(
      `expected one archive of cifar10 in '${folderOf('cifar10')}', got a.tgz, b.tar; move the others away`,
    );
  });

  it('says which binary file is missing, and that an archive is cut short', async () => {
    await plant(folderOf('cifar10'), { 'data_batch_1.bin': new Uint8Array(10_000 * 3073) });
    await expect(loadCifar('cifar10', scratch.root)).rejects.toThrow(
      "expected data_batch_2.bin, got data_batch_1.bin; fetch it again with 'temper data get cifar10'",
    );
    await plant(folderOf('cifar100'), {
      'cifar-100-binary.tar.gz': packTar(binary100()).subarray(0, 100_000),
    });
    await expect(loadCifar('cifar100', scratch.root)).rejects.toThrow(
      "got one cut short in 'train.bin', 99488 of its 153700000 bytes; fetch or write it again",
    );
  });

  it('refuses class folders that are not complete, before it decodes any', async () => {
    const image = await png([1, 2, 3], 32);
    const tree = CIFAR_LAYOUTS.cifar10.classNames.map((name) => [`train/${name}/1.png`, image]);
    await plant(folderOf('cifar10'), Object.fromEntries(tree) as Record<string, Uint8Array>);
    await expect(loadCifar('cifar10', scratch.root)).rejects.toThrow(
      new FormatError(
        `${folderOf('cifar10')}: expected 5000 images of each class in train, got 1 of 'airplane'; fetch or unpack it again`,
      ),
    );
  });
});

describe('assertCifarFolders', () => {
  const { classNames, perClass } = CIFAR_LAYOUTS.cifar10;
  const file = { name: '', read: () => Promise.resolve(empty) };
  const of = (count: number): { file: typeof file; label: number }[] =>
    classNames.flatMap((_, label) => Array.from({ length: count }, () => ({ file, label })));
  const folders: ClassFolders = {
    passedOver: {},
    classNames,
    splits: new Map([
      ['train', of(perClass.train)],
      ['test', of(perClass.test)],
    ]),
  };

  it('takes the classes of the data set, each with its number of images', () => {
    expect(() => {
      assertCifarFolders('cifar10', 'here', folders);
    }).not.toThrow();
  });

  it.each([
    [
      { ...folders, classNames: classNames.with(3, 'lynx') },
      "here: expected the 10 classes of cifar10, got 'lynx'; is it another data set?",
    ],
    [
      { ...folders, classNames: classNames.slice(1) },
      "here: expected the 10 classes of cifar10, got no 'airplane'; is it another data set?",
    ],
    [
      { ...folders, splits: new Map(folders.splits).set('test', of(1000).slice(0, -1)) },
      "here: expected 1000 images of each class in test, got 999 of 'truck'; fetch or unpack it again",
    ],
  ])('refuses others', (others, message) => {
    expect(() => {
      assertCifarFolders('cifar10', 'here', others);
    }).toThrow(new FormatError(message));
  });
});

const shared = sharedData('cifar10');
const archive = path.join(shared ?? '', 'cifar10-webp.tar.gz');

describe.skipIf(shared === undefined || !existsSync(archive))(
  'CIFAR-10 itself, as an archive of WebP (needs ../shared/data or TEMPER_DATA)',
  () => {
    const { sha256 } = readGolden('cifar-webp') as { readonly sha256: Record<string, string> };

    it('has every image, and pixels as Pillow decodes them', async () => {
      const found = arrangeClassFolders(await (await openSource(archive)).list(), archive);
      assertCifarFolders('cifar10', archive, found);
      const files = [...found.splits.values()].flat().map(({ file }) => file);
      const chosen = files.filter(({ name }) => name in sha256);
      const decoded = await Promise.all(
        chosen.map(async ({ name, read }) => {
          const pixels = await decodeImage(await read(), name, {
            size: 32,
            channels: 3,
            resize: 'never',
          });
          return [name, createHash('sha256').update(pixels).digest('hex')] as const;
        }),
      );
      expect(Object.fromEntries(decoded)).toEqual(sha256);
    });
  },
);
