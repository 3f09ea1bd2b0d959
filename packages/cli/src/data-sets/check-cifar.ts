import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CifarName, type CifarSource, TemperError } from 'temper';
import { arrangeClassFolders } from '../images/class-folders.ts';
import { openSource } from '../images/image-files.ts';
import { findCifar, type FoundCifar } from './find-cifar.ts';
import { assertCifarFolders, readBinary } from './load-cifar.ts';
import { digestOf, type FileCheck, isCanonical, sha256 } from './stored-files.ts';

/** Looks at a CIFAR data set in whatever form it lies in a folder: presence, structure, checksum if there is one. */
export async function checkCifar(source: CifarSource, folder: string): Promise<FileCheck> {
  const [file] = source.files;
  const found = await findCifar(source.name, folder);
  if (found === undefined) return { name: file!.name, path: null, state: 'missing', detail: '' };
  const check = { name: path.relative(folder, found.path) || '.', path: found.path };
  try {
    const structure = await describe(source.name, found);
    if (found.form !== 'archive of binary files') {
      return {
        ...check,
        state: 'ok',
        detail: `${structure}; no checksum is known of this form`,
      };
    }
    const bytes = await readFile(found.path);
    if (isCanonical(bytes, file!)) return { ...check, state: 'ok', detail: structure };
    const detail = `${structure}, SHA-256 ${sha256(bytes)} instead of ${digestOf(file!).sha256}`;
    return { ...check, state: 'different', detail };
  } catch (error) {
    if (!(error instanceof TemperError)) throw error;
    return { ...check, state: 'damaged', detail: error.message };
  }
}

/** What is there; class folders are counted, not decoded. */
async function describe(name: CifarName, found: FoundCifar): Promise<string> {
  if (found.form === 'binary files' || found.form === 'archive of binary files') {
    const { train, test } = await readBinary(name, found);
    return `${train.labels.length} + ${test.labels.length} images`;
  }
  const source = await openSource(found.path);
  const folders = arrangeClassFolders(await source.list(), found.path);
  assertCifarFolders(name, found.path, folders);
  const [train, test] = (['train', 'test'] as const).map(
    (split) => folders.splits.get(split)!.length,
  );
  return `${train!} + ${test!} images by their names`;
}
