import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { FormatError, isGzip, parseTar, type TarEntry } from 'temper';
import { UserError } from '../user-error.ts';

const gunzipAsync = promisify(gunzip);

/** Node reads no larger file at once. */
const MAX_ARCHIVE_GIBIBYTES = 2;

/** A file of a folder or an archive. */
export interface SourceFile {
  /** Path below the folder or in the archive, with slashes. */
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

/** What is below a folder or in an archive. */
export interface SourceListing {
  readonly files: readonly SourceFile[];
  /** Folders, with slashes; of an archive none, for it need not name them. */
  readonly folders: readonly string[];
}

/** A folder or a tar archive. */
export interface FileSource {
  /** Names, sizes and times: text that changes when the content does, wherever the source is moved. */
  readonly identity: string;
  readonly list: () => Promise<SourceListing>;
}

/**
 * Looks at a folder or a tar archive, packed with gzip or not; reads no file's content.
 * @throws UserError if there is nothing; FormatError if a link in a folder leads back to a folder it is in.
 */
export async function openSource(place: string): Promise<FileSource> {
  const found = await stat(place).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new UserError(
      `expected a folder or tar archive of class folders at '${place}', found nothing; name one that is there`,
    );
  });
  if (!found.isDirectory()) {
    return {
      identity: JSON.stringify([path.basename(place), found.size, found.mtimeMs]),
      list: async () => ({
        files: (await readArchive(place)).map(({ name, data }) => ({
          name: name.replace(/^(?:[.]?\/)+/, ''),
          read: () => Promise.resolve(data),
        })),
        folders: [],
      }),
    };
  }
  const { files, folders } = await walk(place);
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    identity: JSON.stringify([...files.map(({ name, state }) => [name, state]), folders.sort()]),
    list: () => Promise.resolve({ files, folders }),
  };
}

/**
 * The regular files of a tar archive, packed with gzip or not.
 * @throws FormatError if it is cut short, damaged, no tar archive, or too large to be read at once.
 */
export async function readArchive(place: string): Promise<TarEntry[]> {
  const gibibytes = (await stat(place)).size / 2 ** 30;
  if (gibibytes >= MAX_ARCHIVE_GIBIBYTES) {
    throw new FormatError(
      `${place}: expected an archive of less than ${MAX_ARCHIVE_GIBIBYTES} GiB, got ${gibibytes.toFixed(1)} GiB; unpack it and name the folder`,
    );
  }
  const bytes = await readFile(place);
  return parseTar(isGzip(bytes) ? await unpack(bytes, place) : bytes, place);
}

async function unpack(bytes: Uint8Array, place: string): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes);
  } catch (cause) {
    throw new FormatError(
      `${place}: expected an intact gzip file, got ${(cause as Error).message}; fetch or copy it again`,
      { cause },
    );
  }
}

interface Walked {
  readonly files: (SourceFile & { readonly state: string })[];
  readonly folders: string[];
}

/**
 * Everything below a folder, links followed and hidden names left out.
 * @param above - The real paths of the folders that this one is in.
 */
async function walk(root: string, below = '', above: readonly string[] = []): Promise<Walked> {
  const real = await realpath(path.join(root, below));
  if (above.includes(real)) {
    throw new FormatError(
      `${path.resolve(root, below)}: expected a folder that ends somewhere, got a link back to one that it is in; remove the link`,
    );
  }
  const names = (await readdir(path.join(root, below))).filter((name) => !name.startsWith('.'));
  const found: Walked = { files: [], folders: [] };
  await Promise.all(
    names.map(async (entry) => {
      const name = `${below}${entry}`;
      const place = path.join(root, name);
      const { size, mtimeMs, isFolder } = await stateOf(place);
      if (!isFolder) {
        found.files.push({ name, state: `${size} ${mtimeMs}`, read: () => readFile(place) });
        return;
      }
      found.folders.push(name);
      const { files, folders } = await walk(root, `${name}/`, [...above, real]);
      for (const file of files) found.files.push(file);
      for (const folder of folders) found.folders.push(folder);
    }),
  );
  return found;
}

interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly isFolder: boolean;
}

async function stateOf(place: string): Promise<FileState> {
  try {
    const found = await stat(place);
    return { size: found.size, mtimeMs: found.mtimeMs, isFolder: found.isDirectory() };
  } catch (error) {
    // A link to nowhere is a file that cannot be read: whoever reads it says so.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { size: 0, mtimeMs: 0, isFolder: false };
  }
}
