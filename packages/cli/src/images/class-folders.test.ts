import { FormatError } from 'temper';
import { describe, expect, it } from 'vitest';
import { arrangeClassFolders, describePassedOver } from './class-folders.ts';

const listing = (
  names: readonly string[],
  folders: readonly string[] = [],
): Parameters<typeof arrangeClassFolders>[0] => ({
  files: names.map((name) => ({ name, read: () => Promise.reject(new Error('not read')) })),
  folders,
});

/** Classes, and the images of each split as `label name`. */
function arrange(names: readonly string[], folders: readonly string[] = []): unknown {
  const { classNames, splits } = arrangeClassFolders(listing(names, folders), 'pets');
  const inSplits = [...splits].map(([split, images]) => [
    split,
    images.map(({ label, file }) => `${label} ${file.name}`),
  ]);
  return { classNames, ...Object.fromEntries(inSplits) };
}

describe('arrangeClassFolders', () => {
  it('sorts classes and images, whatever order they come in', () => {
    expect(arrange(['dog/b.png', 'cat/2.JPG', 'dog/a.webp', 'cat/10.jpeg'])).toEqual({
      classNames: ['cat', 'dog'],
      train: ['0 cat/10.jpeg', '0 cat/2.JPG', '1 dog/a.webp', '1 dog/b.png'],
    });
  });

  it.each(['val', 'valid', 'validation', 'Val'])('takes splits from train, test and %s', (name) => {
    const names = [`${name}/dog/2.png`, 'test/cat/3.png', 'train/dog/1.png', 'train/cat/1.png'];
    expect(arrange(names, ['train', 'train/cat', 'train/dog', 'test', name])).toEqual({
      classNames: ['cat', 'dog'],
      train: ['0 train/cat/1.png', '1 train/dog/1.png'],
      validation: [`1 ${name}/dog/2.png`],
      test: ['0 test/cat/3.png'],
    });
  });

  it('looks inside of one folder that all is in, and of folders inside a class', () => {
    expect(arrange(['pets/cat/1.png', 'pets/dog/deep/2.png'], ['pets', 'pets/cat'])).toEqual({
      classNames: ['cat', 'dog'],
      train: ['0 pets/cat/1.png', '1 pets/dog/deep/2.png'],
    });
    expect(arrange(['p/train/cat/1.png', 'p/train/dog/2.png'])).toEqual({
      classNames: ['cat', 'dog'],
      train: ['0 p/train/cat/1.png', '1 p/train/dog/2.png'],
    });
  });

  it('passes over hidden files, those that are no images, and images in no class folder', () => {
    const noise = ['README.md', 'cat/notes.txt', 'cat/._1.png', '__MACOSX/cat/1.png', 'cover.png'];
    expect(arrange([...noise, 'cat/1.png', 'dog/2.png'])).toEqual({
      classNames: ['cat', 'dog'],
      train: ['0 cat/1.png', '1 dog/2.png'],
    });
  });

  it('counts by ending what it passes over, but for hidden files and those that lie beside images', () => {
    const silent = ['cat/.x.heic', 'cat/a.txt', 'cat/Thumbs.db', 'dog/desktop.INI', 'notes.pdf'];
    const counted = ['cat/1.HEIC', 'dog/2.heic', 'dog/deep/3.bmp', 'cat/4', 'cat/5.tar.gz'];
    const { passedOver } = arrangeClassFolders(
      listing([...silent, ...counted, 'cat/1.png', 'dog/2.png']),
      'pets',
    );
    expect(passedOver).toEqual({ '.heic': 2, '.bmp': 1, 'without an ending': 1, '.gz': 1 });
    expect(describePassedOver(passedOver)).toBe('2 .heic, 1 .bmp, 1 .gz, 1 without an ending');
  });

  it.each([
    [
      'images of other kinds alone',
      ['cat/1.heic', 'dog/1.heic', 'dog/2.bmp', 'dog/notes.txt'],
      ['cat', 'dog'],
      'pets: expected images (.png, .jpg, .webp) in class folders, found none among 4 files (passed over: 2 .heic, 1 .bmp, to be converted); arrange them as <class>/* or as train/<class>/* and test/<class>/*',
    ],
    [
      'a class folder with images of another kind',
      ['cat/1.png', 'dog/1.png', 'emu/1.heic'],
      ['cat', 'dog', 'emu'],
      "pets: expected images (.png, .jpg, .webp) in every class folder, found none in 'emu' (passed over: 1 .heic, to be converted); add some or remove the folder",
    ],
    [
      'no images at all',
      ['cat/1.txt', 'readme'],
      ['cat'],
      'pets: expected images (.png, .jpg, .webp) in class folders, found none among 2 files; arrange them as <class>/* or as train/<class>/* and test/<class>/*',
    ],
    [
      'an empty class folder',
      ['cat/1.png', 'dog/1.png'],
      ['cat', 'dog', 'emu'],
      "pets: expected images (.png, .jpg, .webp) in every class folder, found none in 'emu'; add some or remove the folder",
    ],
    [
      'an empty class folder of a split',
      ['train/cat/1.png', 'train/dog/1.png', 'test/cat/1.png'],
      ['train', 'train/cat', 'train/dog', 'test', 'test/cat', 'test/dog'],
      "pets: expected images (.png, .jpg, .webp) in every class folder, found none in 'test/dog'; add some or remove the folder",
    ],
    [
      'one class only',
      ['cat/1.png', 'cat/2.png'],
      ['cat'],
      "pets: expected images of two or more classes to train on, got 'cat'; every class needs a folder of its own",
    ],
    [
      'no training images',
      ['test/cat/1.png', 'test/dog/1.png'],
      [],
      "pets: expected a folder 'train' beside those of other splits, got only 'test'; add it",
    ],
    [
      'a class that train lacks',
      ['train/cat/1.png', 'train/dog/1.png', 'test/emu/1.png'],
      [],
      "pets: expected the test images to show classes that are trained on, got 'emu', which 'train' lacks; add it there or remove it",
    ],
    [
      'classes beside splits',
      ['train/cat/1.png', 'dog/1.png'],
      [],
      "pets: expected class folders, or train/ and test/ with class folders inside, got 'train' beside 'dog'; move or rename them",
    ],
  ])('refuses %s', (_, names, folders, message) => {
    expect(() => arrange(names, folders)).toThrow(new FormatError(message));
  });
});
