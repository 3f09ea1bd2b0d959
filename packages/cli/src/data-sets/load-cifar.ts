import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CIFAR_LAYOUTS,
  type CifarName,
  type ClassificationDataset,
  FormatError,
  parseCifar,
} from 'temper';
import type { ClassFolders } from '../images/class-folders.ts';
import { readArchive } from '../images/image-files.ts';
import { type DecodeProgress, loadClassFolders } from '../images/load-class-folders.ts';
import { UserError } from '../user-error.ts';
import { cifarFolder, findCifar, type FoundCifar } from './find-cifar.ts';

/**
 * Reads CIFAR-10 or CIFAR-100 from the data directory: from the binary files, from the archive of them,
 * or from class folders `train/<class>/*` and `test/<class>/*`, in a tar archive or not.
 * @param dataDir - What `--data-dir` says, if anything.
 * @param onProgress - Told how many images have been decoded, where class folders are read for the first time.
 * @throws UserError if nothing is there, or more than one; FormatError or ValueRangeError if it is damaged or
 * incomplete.
 */
export async function loadCifar(
  name: CifarName,
  dataDir: string | undefined,
  onProgress?: DecodeProgress,
): Promise<ClassificationDataset> {
  const found = await locateCifar(name, dataDir);
  const isBinary = found.form === 'binary files' || found.form === 'archive of binary files';
  return isBinary ? readBinary(name, found) : readFolders(name, found.path, onProgress);
}

/**
 * Finds CIFAR-10 or CIFAR-100 in the data directory; reads no file.
 * @throws UserError if nothing is there, or more than one.
 */
export async function locateCifar(
  name: CifarName,
  dataDir: string | undefined,
): Promise<FoundCifar> {
  const folder = cifarFolder(name, dataDir);
  const found = await findCifar(name, folder);
  if (found === undefined) {
    throw new UserError(
      `expected ${name} in '${folder}' as binary files, class folders or a tar archive of these, found none; fetch it with 'temper data get ${name}' or name its folder's parent with --data-dir or TEMPER_DATA`,
    );
  }
  if (found.rivals !== undefined && found.rivals.length > 0) {
    throw new UserError(
      `expected one archive of ${name} in '${folder}', got ${[path.basename(found.path), ...found.rivals].join(', ')}; move the others away`,
    );
  }
  return found;
}

/**
 * Reads the binary files, from a folder or the archive.
 * @throws FormatError or ValueRangeError if one is missing or damaged.
 */
export async function readBinary(
  name: CifarName,
  { form, path: place }: FoundCifar,
): Promise<ClassificationDataset> {
  if (form === 'archive of binary files') {
    const entries = await readArchive(place);
    return parseCifar(
      name,
      new Map(entries.map(({ name: file, data }) => [path.basename(file), data])),
    );
  }
  const { train, test } = CIFAR_LAYOUTS[name].files;
  const files = await Promise.all(
    [...train, ...test].map(async (file): Promise<[string, Uint8Array][]> => {
      try {
        return [[file, await readFile(path.join(place, file))]];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
  return parseCifar(name, new Map(files.flat()));
}

async function readFolders(
  name: CifarName,
  place: string,
  onProgress: DecodeProgress | undefined,
): Promise<ClassificationDataset> {
  const { classNames, splits } = await loadClassFolders(place, {
    size: 32,
    channels: 3,
    resize: 'never',
    skipUnreadable: false,
    remedy: 'fetch or unpack it again',
    onProgress,
    check: (found) => {
      assertCifarFolders(name, place, found);
    },
  });
  const { train, test } = splits;
  return { name, classNames, imageShape: [32, 32, 3], train: train!, test: test! };
}

/**
 * Checks that class folders are those of a CIFAR data set, every image there.
 * @throws FormatError if a class is missing or another, or has fewer or more images.
 */
export function assertCifarFolders(
  name: CifarName,
  place: string,
  { classNames, splits }: ClassFolders,
): void {
  const { classNames: expected, perClass } = CIFAR_LAYOUTS[name];
  const other = classNames.find((className) => !expected.includes(className));
  const missing = expected.find((className) => !classNames.includes(className));
  if (other !== undefined || missing !== undefined) {
    const got = other === undefined ? `no '${missing!}'` : `'${other}'`;
    throw new FormatError(
      `${place}: expected the ${expected.length} classes of ${name}, got ${got}; is it another data set?`,
    );
  }
  for (const split of ['train', 'test'] as const) {
    const counts = new Array<number>(classNames.length).fill(0);
    for (const { label } of splits.get(split) ?? []) counts[label]!++;
    const label = counts.findIndex((count) => count !== perClass[split]);
    if (label < 0) continue;
    throw new FormatError(
      `${place}: expected ${perClass[split]} images of each class in ${split}, got ${counts[label]!} of '${classNames[label]!}'; fetch or unpack it again`,
    );
  }
}
