import path from 'node:path';
import { FormatError, resolveTrialConfig, type TrialConfig } from 'temper';
import { describe, expect, it } from 'vitest';
import { plant, png, type Tree, useScratch } from '../../test/support/image-tree.ts';
import { loadImageFolder } from './load-image-folder.ts';

const scratch = useScratch();
type FolderConfig = Extract<TrialConfig['data'], { name: 'folder' }>;

const folder = (options: Partial<FolderConfig> = {}): FolderConfig => {
  const data = { name: 'folder', path: path.join(scratch.root, 'pets'), size: 2, ...options };
  return resolveTrialConfig({
    data,
    model: { name: 'cnn' },
    learningRate: 0.1,
    epochs: 1,
  }).data as FolderConfig;
};
const plantPets = (tree: Tree): Promise<void> => plant(path.join(scratch.root, 'pets'), tree);

/** Images of `cat` and, twice as many, of `dog`, told apart by their red. */
async function flatTree(cats: number): Promise<Record<string, Uint8Array>> {
  const entries = Array.from({ length: 3 * cats }, async (_, i) => {
    const name = i < cats ? `cat/${i}.png` : `dog/${i}.png`;
    return [name, await png([i, 0, 0], 2)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const countsOf = ({ labels }: { readonly labels: Int32Array }): number[] =>
  [0, 1].map((label) => labels.filter((other) => other === label).length);

describe('loadImageFolder', () => {
  it('draws validation and test images by class, the same ones every time', async () => {
    await plantPets(await flatTree(10));
    const first = await loadImageFolder(folder({ test: 0.2, validation: 0.25 }));
    expect(first.classNames).toEqual(['cat', 'dog']);
    expect(first.imageShape).toEqual([2, 2, 3]);
    const { train, validation, test } = first.splits;
    // A fifth of 30 is 6; a quarter of the 24 left is 6.
    expect([train, validation, test].map(countsOf)).toEqual([
      [6, 12],
      [2, 4],
      [2, 4],
    ]);
    const reds = [train, validation, test].flatMap(({ images }) =>
      Array.from({ length: images.shape[0]! }, (_, i) => images.data[12 * i]!),
    );
    expect(reds.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(await loadImageFolder(folder({ test: 0.2, validation: 0.25 }))).toEqual(first);
  });

  it('takes the splits that have folders, and draws only the others', async () => {
    const tree = await flatTree(5);
    await plantPets({
      ...Object.fromEntries(Object.entries(tree).map(([name, data]) => [`train/${name}`, data])),
      'test/dog/1.png': await png([200, 0, 0]),
      'valid/cat/1.png': await png([201, 0, 0]),
      'valid/dog/1.png': await png([202, 0, 0]),
    });
    const { splits } = await loadImageFolder(folder({ channels: 1 }));
    expect([splits.train, splits.validation, splits.test].map(countsOf)).toEqual([
      [5, 10],
      [1, 1],
      [0, 1],
    ]);
  });

  it('gives images of one channel without an axis for it', async () => {
    await plantPets(await flatTree(5));
    const { imageShape, splits } = await loadImageFolder(folder({ channels: 1, size: 3 }));
    expect(imageShape).toEqual([3, 3]);
    expect(splits.test.images.shape).toEqual([3, 3, 3]);
  });

  it('warns of the files it left out', async () => {
    const tree = await flatTree(5);
    for (const name of ['cat/0.png', 'cat/1.png', 'dog/7.png', 'dog/8.png']) {
      tree[name] = new Uint8Array(3);
    }
    await plantPets(tree);
    const warnings: string[] = [];
    const { splits } = await loadImageFolder(folder({ skipUnreadable: true }), undefined, (line) =>
      warnings.push(line),
    );
    const total = Object.values(splits).reduce((sum, { labels }) => sum + labels.length, 0);
    expect(total).toBe(15 - 4);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^left out 4 files that cannot be read: .*cat.0\.png: .*; .*cat.1\.png: .*; .*dog.7\.png: [^;]*; and 1 more$/,
    );
    await expect(loadImageFolder(folder())).rejects.toThrow(
      /; repair or remove it, or leave such files out with --skip-unreadable$/,
    );
  });

  it('warns of files that are images of another kind, also when it decodes nothing', async () => {
    await plantPets({ ...(await flatTree(5)), 'cat/a.heic': new Uint8Array(3) });
    for (const _ of ['decoded', 'kept']) {
      const warnings: string[] = [];
      await loadImageFolder(folder(), undefined, (line) => warnings.push(line));
      expect(warnings).toEqual([
        'passed over files that are not of a kind that is read as an image: 1 .heic; convert them to .png or .jpg if they are to count',
      ]);
    }
  });

  it('refuses to take all that there is to train on', async () => {
    await plantPets({ 'cat/1.png': await png([1, 2, 3]), 'dog/1.png': await png([1, 2, 3]) });
    await expect(loadImageFolder(folder())).rejects.toThrow(
      'expected more training images than the 1 that are taken out for the validation split, got 1; add images',
    );
  });

  it('refuses a class of which nothing is left to train on', async () => {
    await plantPets({
      'train/cat/1.png': new Uint8Array(3),
      'train/dog/1.png': await png([1, 2, 3]),
      'train/dog/2.png': await png([1, 2, 3]),
      'train/dog/3.png': await png([1, 2, 3]),
      'test/dog/1.png': await png([1, 2, 3]),
    });
    await expect(loadImageFolder(folder({ skipUnreadable: true }))).rejects.toThrow(
      new FormatError(
        `${path.join(scratch.root, 'pets')}: expected images of every class to train on, got none of 'cat' once the other splits are taken out; add images of it`,
      ),
    );
  });
});
