import path from 'node:path';
import { type ClassificationDataset, type GzipDownload, MNIST_SOURCE, parseMnist } from 'temper';
import { UserError } from '../user-error.ts';
import { dataDirectory } from './data-directory.ts';
import { findStored, readContent, type StoredFile } from './stored-files.ts';

/**
 * Reads MNIST from the data directory.
 * @param dataDir - What `--data-dir` says, if anything.
 * @throws UserError if a file is missing; FormatError or ValueRangeError if one is damaged.
 */
export async function loadMnist(dataDir?: string): Promise<ClassificationDataset> {
  const located = await locateMnist(dataDir);
  const files = await Promise.all(
    located.map(async ({ file, stored }): Promise<[string, Uint8Array]> => [
      file.name,
      await readContent(stored, file),
    ]),
  );
  return parseMnist(new Map(files));
}

/** A file of MNIST, and where it lies. */
interface LocatedFile {
  readonly file: GzipDownload;
  readonly stored: StoredFile;
}

/**
 * Finds the files of MNIST in the data directory; reads none.
 * @throws UserError if one is missing.
 */
export function locateMnist(dataDir?: string): Promise<LocatedFile[]> {
  const folder = path.join(dataDirectory(dataDir), MNIST_SOURCE.name);
  return Promise.all(
    MNIST_SOURCE.files.map(async (file) => {
      const stored = await findStored(folder, file);
      if (stored === undefined) {
        throw new UserError(
          `expected ${file.name} in '${folder}', found no such file; fetch it with 'temper data get mnist' or name its folder's parent with --data-dir or TEMPER_DATA`,
        );
      }
      return { file, stored };
    }),
  );
}
