import path from 'node:path';
import { CIFAR100_SOURCE, type CifarSource } from 'temper';
import { describe, expect, it } from 'vitest';
import { packTar, plant, useScratch } from '../../test/support/image-tree.ts';
import { checkCifar } from './check-cifar.ts';
import { type DataSetListing, surveyDataSets } from './list-data-sets.ts';
import { sha256 } from './stored-files.ts';

const scratch = useScratch();
const containing = (text: string): unknown => expect.stringContaining(text);
const folder = (): string => path.join(scratch.root, 'cifar100');
const archive = packTar({
  'cifar-100-binary/train.bin': new Uint8Array(50_000 * 3074),
  'cifar-100-binary/test.bin': new Uint8Array(10_000 * 3074),
});
/** CIFAR-100 as if its archive were the one above. */
const known: CifarSource = {
  ...CIFAR100_SOURCE,
  files: [
    {
      name: 'cifar-100-binary.tar.gz',
      packed: { byteLength: archive.length, sha256: sha256(archive) },
    },
  ],
};
const name = 'cifar-100-binary.tar.gz';

describe('checkCifar', () => {
  it('compares the archive of binary files with its checksum', async () => {
    expect(await checkCifar(known, folder())).toEqual({
      name,
      path: null,
      state: 'missing',
      detail: '',
    });
    await plant(folder(), { [name]: archive });
    const place = path.join(folder(), name);
    expect(await checkCifar(known, folder())).toEqual({
      name,
      path: place,
      state: 'ok',
      detail: '50000 + 10000 images',
    });
    expect(await checkCifar(CIFAR100_SOURCE, folder())).toMatchObject({
      state: 'different',
      detail: containing(`instead of ${CIFAR100_SOURCE.files[0]!.packed.sha256}`),
    });
    await plant(folder(), { [name]: archive.subarray(0, 1000) });
    expect(await checkCifar(known, folder())).toMatchObject({
      state: 'damaged',
      detail: containing(`${place}: expected an intact tar archive, got one cut short`),
    });
  });

  it('says of another form what it found, and that no checksum is known of it', async () => {
    await plant(folder(), {
      'train.bin': new Uint8Array(50_000 * 3074),
      'test.bin': new Uint8Array(10_000 * 3074),
    });
    expect(await checkCifar(known, folder())).toEqual({
      name: '.',
      path: folder(),
      state: 'ok',
      detail: '50000 + 10000 images; no checksum is known of this form',
    });
  });

  it('counts class folders', async () => {
    await plant(folder(), { 'train/apple/1.png': new Uint8Array(1) });
    await plant(folder(), { 'train/worm/1.png': new Uint8Array(1) });
    expect(await checkCifar(known, folder())).toMatchObject({
      state: 'damaged',
      detail: containing("expected the 100 classes of cifar100, got no 'aquarium_fish'"),
    });
  });
});

describe('surveyDataSets', () => {
  const survey = async (): Promise<DataSetListing | undefined> =>
    (await surveyDataSets(scratch.root)).find((listing) => listing.name === 'cifar100');

  it('says in which form a data set is there, and what it takes', async () => {
    expect(await survey()).toMatchObject({
      present: false,
      form: null,
      directory: folder(),
      bytes: CIFAR100_SOURCE.files[0]!.packed.byteLength,
    });
    await plant(folder(), { 'pictures.tgz': new Uint8Array(77) });
    expect(await survey()).toMatchObject({
      present: true,
      form: 'archive of class folders',
      bytes: 77,
    });
    await plant(folder(), { 'train/': new Uint8Array(0) });
    expect(await survey()).toMatchObject({ present: true, form: 'class folders', bytes: null });
  });
});
