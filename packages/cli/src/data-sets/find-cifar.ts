import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CIFAR_LAYOUTS, type CifarName } from 'temper';
import { dataDirectory } from './data-directory.ts';

/** The archive of each data set as its authors packed it, and the folder that it unpacks to. */
const CANONICAL: Readonly<
  Record<CifarName, { readonly archive: string; readonly folder: string }>
> = {
  cifar10: { archive: 'cifar-10-binary.tar.gz', folder: 'cifar-10-batches-bin' },
  cifar100: { archive: 'cifar-100-binary.tar.gz', folder: 'cifar-100-binary' },
};

/** The forms that a CIFAR data set is read from, the one that is preferred first. */
type CifarForm =
  'binary files' | 'archive of binary files' | 'class folders' | 'archive of class folders';

/** Where a CIFAR data set lies. */
export interface FoundCifar {
  readonly form: CifarForm;
  /** Folder of the binary files or of `train` and `test`, or the archive. */
  readonly path: string;
  /** Names of further archives of class folders, which it could be as well. */
  readonly rivals?: readonly string[];
}

/** The folder that holds a CIFAR data set, absolute. */
export function cifarFolder(name: CifarName, dataDir?: string): string {
  return path.join(dataDirectory(dataDir), name);
}

/**
 * Finds a CIFAR data set in its folder, in the first of the forms that is there; reads no file.
 * @returns undefined if there is none.
 */
export async function findCifar(name: CifarName, folder: string): Promise<FoundCifar | undefined> {
  const { archive, folder: unpacked } = CANONICAL[name];
  const { train, test } = CIFAR_LAYOUTS[name].files;
  const entries = await entriesOf(folder);
  for (const candidate of [folder, path.join(folder, unpacked)]) {
    const names = candidate === folder ? entries : await entriesOf(candidate);
    // One is enough to go by: what is missing is said when they are read.
    if ([...train, ...test].some((file) => names.includes(file))) {
      return { form: 'binary files', path: candidate };
    }
  }
  if (entries.includes(archive)) {
    return { form: 'archive of binary files', path: path.join(folder, archive) };
  }
  if (entries.includes('train')) return { form: 'class folders', path: folder };
  const archives = entries.filter((entry) => /[.](?:tar|tar[.]gz|tgz)$/i.test(entry)).sort();
  const [first, ...rivals] = archives;
  if (first === undefined) return undefined;
  return { form: 'archive of class folders', path: path.join(folder, first), rivals };
}

/** Names in a folder; none if there is no such folder. */
async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
